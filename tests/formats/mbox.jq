# all in one file
# in utf-8
def word: "=?utf-8?B?" + @base64 + "?=";
map("From redaction@exemple.example Mon May 13 14:30:00 2024\n" +
	"From: " + (.author | word) + " <redaction@exemple.example>\n" +
	"List-Id: " + (.source | word) + " <liste.exemple.example>\n" +
	"Subject: " + (.title | word) + "\n" +
	"Date: " + (.date | strptime("%Y-%m-%d") | strftime("%a, %d %b %Y 00:00:00 +0200")) + "\n" +
	"Message-ID: <" + .url + ">\nArchived-At: <" + .url + ">\n" +
	"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"une borne\"\n\n" +
	"--une borne\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" +
	(.text | @base64 | gsub("(?<line>.{76})"; .line + "\n")) + "\n" +
	"--une borne\nContent-Type: application/pdf\nContent-Disposition: attachment\n\nrien\n--une borne--\n\n") | add
