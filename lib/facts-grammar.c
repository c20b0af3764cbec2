/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lib/facts-grammar.h"

#include "lib/mem.h"

const struct grammar_row grammar_rows[] = {
	{G_DEFINITE, "le la les ce cet cette ces son sa ses leur leurs notre nos"},
	{G_INDEFINITE, "un une plusieurs certains certaines chaque"},
	{G_OF, "de du des d"},
	{G_BY, "par"},
	{G_TO, "a au aux aupres"},
	{G_AT, "chez sein"},
	{G_IN, "dans en sur"},
	{G_PREPOSITION,
	 "pour avec sous entre contre selon vers depuis sans via malgre apres avant "
	 "pendant lors hors parmi face grace suite outre durant devant derriere comme "
	 "concernant dapres suivant contrairement"},
	{G_ARTICLE, "du des au aux"},
	{G_CONJUNCTION,
	 "que et ou mais car donc ni si quand lorsque puisque dont alors tandis "
	 "jusque pourquoi combien comment pendant"},
	{G_RELATIVE, "qui"},
	{G_PRONOUN, "il elle ils elles dernier derniere celui celle"},
	{G_HAVE,
	 "a as ai ont avait avaient aura auront aurait auraient ayant avoir eu ait "
	 "aient avons eurent eut"},
	{G_BE, "est sont etait etaient sera seront serait seraient etre etant ete fut "
	       "furent soit soient"},
	{G_FIRM,
	 "groupe groupes entreprise entreprises societe societes compagnie compagnies "
	 "firme firmes constructeur constructeurs fabricant fabricants equipementier "
	 "equipementiers operateur operateurs editeur editeurs distributeur geant geante "
	 "geants leader startup start pepite licorne pme eti fintech biotech medtech "
	 "legaltech proptech edtech foodtech deeptech plateforme laboratoire "
	 "laboratoires "
	 "labo avionneur motoriste banque banques assureur assureurs mutuelle enseigne "
	 "enseignes marque chaine maison fonds investisseur holding conglomerat "
	 "multinationale consortium cabinet studio brasseur chimiste petrolier "
	 "energeticien electricien gazier siderurgiste metallurgiste industriel "
	 "industriels transporteur armateur croisieriste voyagiste hotelier logisticien "
	 "promoteur foncier fonciere hebergeur fondeur traitant prestataire "
	 "fournisseur fournisseurs specialiste concurrent concurrente rival rivale "
	 "numero champion pionnier mastodonte poids entite filiale filiales "
	 "branche "
	 "actionnaire proprietaire repreneur acquereur acheteur "
	 "cimentier verrier papetier semencier joaillier horloger bijoutier maroquinier "
	 "parfumeur lunetier cooperative exploitant gestionnaire bailleur quotidien "
	 "journal diffuseur producteur broadcaster media meunier imprimeur "
	 "transformateur traiteur restaurateur courtier negociant institution "
	 "developpeur integrateur carrossier chocolatier boulanger alcoolier "
	 "pousse regie scieur sucrier laitier volailler charcutier embouteilleur "
	 "tandem duo etablissement etablissements "
	 "americain americaine chinois chinoise allemand allemande japonais japonaise "
	 "britannique italien italienne espagnol espagnole coreen sud-coreen suedois "
	 "suedoise suisse neerlandais indien canadien canadienne belge finlandais danois "
	 "norvegien israelien taiwanais saoudien qatari bresilien russe singapourien "
	 "francais europeen autrichien irlandais"},
	{G_SPEAKER, "pdg dg patron patronne directeur directrice direction "
		    "dirigeant dirigeants dirigeante directoire administrateur parole "
		    "fondateur fondatrice cofondateur cofondatrice responsable "
		    "responsables management"},
	{G_SPEAKER | G_STATE, "president presidente conseil equipe equipes"},
	{G_PLACE,
	 "usine usines site sites magasin magasins boutique boutiques agences "
	 "fabrique atelier ateliers entrepot entrepots centrale centrales "
	 "raffinerie fonderie acierie papeterie siege antenne hypermarche hypermarches "
	 "supermarche supermarches succursale succursales chantier "
	 "chantiers mine mines laiterie abattoir conserverie sucrerie brasserie verrerie "
	 "filature cimenterie hotel hotels restaurant restaurants unite "
	 "unites fourneau fourneaux haut-fourneau scierie tannerie imprimerie "
	 "implantation implantations etablissement etablissements centre centres "
	 "gigafactory datacenter datacenters campus laboratoire"},
	{G_STATE,
	 "etat etats gouvernement gouvernements ministre ministres ministere ministeres "
	 "region regions departement commune municipalite ville metropole mairie "
	 "agglomeration collectivite collectivites bruxelles parlement senat assemblee "
	 "union commission elysee matignon bercy pays france pentagone armee "
	 "executif tresor communaute royaume chancelier "
	 "administration autorites pouvoirs secretaire prefecture ademe onu nasa"},
	{G_TIME,
	 "lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril "
	 "mai juin juillet aout septembre octobre novembre decembre an ans annee annees "
	 "mois semaine semaines jour jours matin soir soiree nuit fin debut moment "
	 "periode "
	 "heure heures trimestre semestre exercice ete hiver printemps automne date fois "
	 "temps veille lendemain weekend horizon issue cadre heure meme"},
	{G_PLAN, "plan plans projet projets accord annonce decision operation operations "
		 "restructuration programme strategie intention objectif volonte offre "
		 "proposition transaction reorganisation negociations discussions "
		 "transformation"},
	{G_ASSET,
	 "filiale filiales activite activites branche branches division divisions marque "
	 "marques part parts participation participations action actions capital actif "
	 "actifs immeuble immeubles murs terrains brevet brevets "
	 "societe societes entreprise entreprises startup start-up "
	 "concurrent concurrente rival rivale reseau catalogue portefeuille totalite "
	 "majorite moitie groupe operateur editeur fabricant constructeur specialiste "
	 "plateforme studio application site usine usines magasins pepite hotels jeune "
	 "lot immobilier maison chaine enseigne compagnie banque controle pole tour"},
	{G_MAYBE,
	 "pourrait pourraient pourrai envisag* etudi* reflech* reflexion* souhait* "
	 "voudrait voudraient aimerait eventuel* possible possibilite potentiel* "
	 "discussion discussions negociation negociations negocie negocient pourparlers "
	 "rumeur rumeurs interess* candidat candidats candidature cherche cherchent "
	 "chercherait cherchait espere hypothese piste pistes serait seraient aurait "
	 "auraient devrait devraient menac* risque risquent craint craignent redout* "
	 "tenter tente tentent convoit* lorgn* preliminaire "
	 "si propose proposent exclusives reclam* plaid* demand* sollicit* exig* "
	 "vise voulait voulaient peut scenario projette souhaitait ambitionne"},
	{G_DONE,
	 "finalis* boucl* sign* conclu* realis* effectu* acte scell* acheve* definitiv* "
	 "officialis*"},
	{G_DROPPED,
	 "renonc* abandonn* annul* exclut exclure exclu ecart* dement* dementi refus* "
	 "rejet* renoncer eviter evite evitent empech* suspend* suspendu retoqu* bloqu* "
	 "condamn* "
	 "gel gele gelee geler oppos* ordonn*"},
	{G_NOT, "pas jamais aucun aucune sans ni nullement quelconque"},
	{G_OTHER_MONEY,
	 "affaires chiffre dette dettes perte pertes amende amendes benefice benefices "
	 "deficit valorisation valorise* valoris* capitalisation salaire salaires vente "
	 "ventes revenu revenus recettes prix marche economie economies "
	 "resultat tresorerie dividende dividendes marge excedent budget impots "
	 "cotisations prejudice salariale fortune trou provision provisions endettement "
	 "ardoise pese pesait capitalise dommages prime primes chomage encours "
	 "rembours* penalite penalites sanction facture dotait loyer loyers"},
	{G_PRICE, "montant montants somme cout prix cheque hauteur enveloppe total "
		  "valeur moyennant "
		  "contre mediante chiffre budget transaction facture facon deal "
		  "operation rachat"},
	{G_BEFORE,
	 "nouveau nouvelle nouvel nouveaux nouvelles ancien ancienne anciens premier "
	 "premiere grand grande petit petite jeune futur future ex autre autres meme "
	 "propre principal principale celebre fameux gros vieux deux trois quatre cinq "
	 "seul seule tres vaste vastes"},
	{G_PLANT,
	 "usine usines site sites fabrique atelier ateliers entrepot entrepots centrale "
	 "centrales raffinerie fonderie acierie papeterie mine mines laiterie abattoir "
	 "conserverie sucrerie brasserie verrerie filature cimenterie haut fourneau "
	 "fourneaux scierie tannerie imprimerie gigafactory"},
	{G_AID,
	 "aide aides aider soutien soutenir secours subvention subventions relance "
	 "sauvetage urgence solidarite cause causes lutte lutter don dons association "
	 "associations fondation fondations ong reindustrialis* relocalis* revitalis* "
	 "garanti garantis garantie garanties pge dotation accompagn* sauver public "
	 "publics publique publiques participatif bonifie avance avances "
	 "pouvoirs donation humanitaire caritati* hopitaux"},
	{G_ECONOMY,
	 "entreprise entreprises industrie industries industriel* filiere filieres "
	 "secteur "
	 "secteurs pme tpe start startup startups french tech constructeur constructeurs "
	 "compagnie compagnies commerces commerce tourisme hotellerie restauration "
	 "aeronautique automobile automobiles economie relocalis* reindustrialis* usine "
	 "usines societe societes banques agriculteurs filiales innovation numerique "
	 "investissement* emploi emplois technologie technologies batteries hydrogene "
	 "vaccin vaccins semi conducteurs transporteur compagnie fournisseurs "
	 "site projet nucleaire chantier cybersecurite recherche infrastructures "
	 "artificielle "
	 "defense spatial quantique"},
	{G_PUBLIC, "fonctionnaires fonctionnaire enseignants magistrats policiers "
		   "gendarmes militaires"},
	{G_PRONOUN | G_SPOKEN, "je tu vous"},
	{G_PROJECT,
	 "projet chantier programme usine site installation installations centre "
	 "extension "
	 "tranche construction equipement equipements batiment travaux ligne atelier"},
	{G_BARGAIN, "operation transaction rapprochement rachat acquisition cession "
		    "vente deal fusion"},
	{G_TAX,
	 "impot impots taxe taxes don dons recettes loyers signatures amendes fondation "
	 "fondations association associations"},
	{G_ROUND,
	 "investisseur investisseurs fonds tour financement financements serie capital "
	 "risque capitaux actionnaires business angels amorcage"},
};
const size_t grammar_rows_count = COUNT(grammar_rows);

#define NOUN TRIGGER_NOUN
#define MONEY TRIGGER_MONEY
#define JOBS TRIGGER_JOBS
#define COMPANY TRIGGER_COMPANY

const struct trigger triggers[] = {
	/* Acquisitions. */
	{DEAL_ACQUISITION, COMPANY, NULL,
	 "racheter rachete rachetee rachetes rachetees rachetent rachetera "
	 "racheteront rachetait rachetant acquerir acquiert acquierent "
	 "acquis acquise acquises acquerra acquit acquerant absorber absorbe "
	 "absorbee absorbera absorbant avaler avale croquer croque "
	 "racheterait acquerrait"},
	{DEAL_ACQUISITION, COMPANY | TRIGGER_REFLEXIVE, NULL,
	 "offrir offre offrira offrent offert offrait offrant emparer empare "
	 "emparera emparent emparant emparait"},
	{DEAL_ACQUISITION, COMPANY, NULL,
	 "reprendre reprend reprennent reprendra repris reprise "
	 "reprenait reprenant"},
	{DEAL_ACQUISITION, COMPANY, "la main sur",
	 "met mettre mis mettra mettant mettent"},
	{DEAL_ACQUISITION, COMPANY, "le controle de|le controle du|le controle des",
	 "prendre prend prendra pris prenant prennent"},
	{DEAL_ACQUISITION, NOUN | COMPANY, NULL,
	 "rachat rachats acquisition acquisitions"},
	{DEAL_ACQUISITION, NOUN | COMPANY, NULL, "reprise"},
	{DEAL_ACQUISITION, NOUN | COMPANY, "de controle", "prise"},
	{DEAL_ACQUISITION, NOUN | TRIGGER_MERGER, NULL, "fusion mariage rapprochement"},
	{DEAL_ACQUISITION, TRIGGER_MERGER, NULL,
	 "fusionner fusionne fusionnent fusionnera fusionneront"},
	{DEAL_ACQUISITION, TRIGGER_INTO,
	 "dans le giron|sous le controle|sous pavillon|dans l escarcelle|aux mains|"
	 "sous la coupe",
	 "passe passer passent passera passee passes tombe"},
	{DEAL_ACQUISITION, NOUN | COMPANY, "sur|hostile sur|de", "opa"},
	{DEAL_ACQUISITION, NOUN | COMPANY, "publique d achat sur|publique achat sur",
	 "offre"},
	/* Investments. */
	{DEAL_INVESTMENT, 0, NULL,
	 "investir investi investie investis investies investit investissent "
	 "investira investiront investissant investissait investissaient "
	 "investirait investisse reinvestir reinvestit"},
	{DEAL_INVESTMENT, MONEY, NULL,
	 "injecter injecte injectes injectee injectees injectera injectent "
	 "injecterait debourser debourse deboursera deboursent deboursant "
	 "engloutir englouti"},
	{DEAL_INVESTMENT, MONEY | TRIGGER_SPENDING, NULL,
	 "consacrer consacre consacres consacree consacrees consacrera "
	 "consacreront consacrent consacrera consacrant depenser depensera "
	 "engager engagera"},
	{DEAL_INVESTMENT, MONEY | TRIGGER_FAR, "sur la table|dans|au pot",
	 "met mettre mis mettra mettent"},
	{DEAL_INVESTMENT, MONEY | TRIGGER_BACKER, NULL,
	 "apporter apporte apportent apportera apporteront"},
	{DEAL_INVESTMENT, MONEY | TRIGGER_BACKER, "un cheque|a hauteur",
	 "signe signent signer signera engage engagent"},
	{DEAL_INVESTMENT, MONEY | TRIGGER_BACKER | TRIGGER_FAR,
	 "au capital|au tour de table|dans le tour de table",
	 "ajoute ajoutent mise misent investit injecte injectent"},
	{DEAL_INVESTMENT, MONEY | TRIGGER_PROJECT, NULL,
	 "coutera coute coutent couteront"},
	{DEAL_INVESTMENT, NOUN | MONEY | TRIGGER_PROJECT, NULL, "cout facture budget"},
	{DEAL_INVESTMENT, NOUN | MONEY, NULL,
	 "investissement investissements depense depenses"},
	{DEAL_INVESTMENT, COMPANY | TRIGGER_MINOR,
	 "une participation|une part|une minorite|place au capital",
	 "prendre prend prendra pris prennent"},
	{DEAL_INVESTMENT, COMPANY | TRIGGER_MINOR,
	 "au capital|dans le capital|a son capital", "entrer entre entrera entrent"},
	{DEAL_INVESTMENT, NOUN | TRIGGER_MINOR, "au capital|dans le capital",
	 "entree arrivee"},
	{DEAL_INVESTMENT, NOUN | COMPANY | TRIGGER_MINOR, "de participation",
	 "prise prises"},
	{DEAL_INVESTMENT, NOUN | MONEY | TRIGGER_SUPPLY, NULL,
	 "contrat contrats commande marche"},
	{DEAL_INVESTMENT, MONEY | TRIGGER_SUPPLY, NULL,
	 "choisi choisit choisir choisie retenu retient retenue commander commande "
	 "commandera commandent"},
	{DEAL_INVESTMENT, TRIGGER_SITE, NULL,
	 "construire construira construiront construit batir implanter "
	 "implantera"},
	/* Funding. */
	{DEAL_FUNDING, MONEY, NULL,
	 "lever leve leves levent levera leveront levait levant levee levees"},
	{DEAL_FUNDING, NOUN, "de fonds|de capitaux|record de fonds", "levee levees"},
	{DEAL_FUNDING, NOUN | MONEY, "de table|de financement", "tour tours"},
	{DEAL_FUNDING, NOUN | MONEY, "de capital|de son capital", "augmentation"},
	{DEAL_FUNDING, MONEY | TRIGGER_ROUND, NULL,
	 "collecter collecte collectes recolter recolte recoltes reunir "
	 "reunit reuni boucler boucle bouclent decrocher decroche "
	 "decrochent"},
	/* Aid. */
	{DEAL_AID, NOUN | MONEY, NULL,
	 "aide aides subvention subventions soutien rallonge"},
	{DEAL_AID, NOUN | MONEY | TRIGGER_AID, NULL,
	 "pret prets plan plans enveloppe volet dotation garantie avance financement"},
	{DEAL_AID, MONEY | TRIGGER_AID, NULL,
	 "accorder accorde accordes accordee accordees accordera octroyer octroie "
	 "octroye octroyes octroyee verser verse verses versera verseront debloquer "
	 "debloque debloques allouer alloue alloues allouee attribuer attribue apporter "
	 "apporte apportes apportera preter prete donner donne donnera dote dotee doter "
	 "mobiliser mobilise consacrer consacre consacres consacree consacrees "
	 "consacrera finance financent financera promettre promet promis contribue "
	 "contribuent"},
	{DEAL_AID, MONEY | TRIGGER_AID | TRIGGER_RECEIVER, NULL,
	 "obtenir obtient obtenu obtiennent recevoir recoit recu recevra beneficier "
	 "beneficie beneficient decrocher decroche"},
	/* Sales. */
	{DEAL_SALE, COMPANY, NULL,
	 "ceder cede cedent cedera cederont cedant cedee cedees cedes ceda "
	 "vendre vend vendent vendra vendu vendue vendues vendus vendrait "
	 "vendant revendre revend revendu"},
	{DEAL_SALE, COMPANY | TRIGGER_REFLEXIVE, "de|du|des",
	 "separer separe separent separera desengager desengage debarrasser "
	 "debarrasse"},
	{DEAL_SALE, NOUN | COMPANY, "de|du|des", "vente"},
	{DEAL_SALE, NOUN | COMPANY, NULL, "cession cessions"},
	{DEAL_SALE, TRIGGER_OFFERED, NULL, "vendre vente"},
	/* Cuts. */
	{DEAL_CUT, JOBS, NULL,
	 "supprimer supprime supprimes supprimee supprimees suppriment "
	 "supprimera supprimeront supprimant supprimerait licencier licencie "
	 "licencies licenciees licenciera licencient licenciant congedier "
	 "congedie remercies"},
	{DEAL_CUT, JOBS | TRIGGER_REFLEXIVE, NULL,
	 "separer separe separent separera separeront"},
	{DEAL_CUT, NOUN | JOBS, NULL,
	 "suppression suppressions licenciement licenciements"},
	{DEAL_CUT, NOUN,
	 "social|de licenciements|de licenciement|de departs|de depart|de "
	 "suppressions de postes|de suppression de postes|de sauvegarde de "
	 "emploi|de sauvegarde",
	 "plan plans"},
	{DEAL_CUT, NOUN, NULL, "pse"},
	{DEAL_CUT, TRIGGER_SITE, NULL,
	 "fermer ferme fermes fermee fermees fermera fermeront ferment "
	 "fermant"},
	{DEAL_CUT, NOUN | TRIGGER_SITE, NULL, "fermeture fermetures"},
	{DEAL_CUT, 0,
	 "ses activites|son activite|toute activite|definitivement ses "
	 "activites|definitivement son activite|la production|sa production",
	 "cesser cesse cessera cessent"},
};
const size_t triggers_count = COUNT(triggers);
