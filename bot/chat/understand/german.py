"""German, as it is typed to a colleague: with du and Sie, with and without umlauts, with verbs in two parts."""

from __future__ import annotations

from bot.chat.understand import german_days as days
from bot.chat.understand.vocabulary import Tag, Vocabulary

GERMAN = Vocabulary(
    code="de",
    words={
        **days.WORDS,
        Tag.FILLER: """mir ist was dazwischengekommen, mir ist etwas dazwischengekommen, es ist was dazwischengekommen, es ist etwas
            dazwischengekommen, planänderung, setz mich, setze mich, setzen sie mich, stell mich, geht das, ginge das, geht das klar,
            passt das, wäre das möglich, ist das möglich, ist das ok, würde das gehen, nur, auch, wieder, dann, so, sehr, mal, einmal,
            doch, ja, jo, jep, jup, schon, noch, eben, halt, gerade, grade, eigentlich, also, denn, ach, äh, ähm, hm, hmm, na, tja,
            es, das, dies, dass, gerne, gern, selbst, selber, persönlich, jetzt, sofort, gleich, schnell, wirklich, natürlich, sicher,
            bestimmt, definitiv, auf jeden fall, wird, werde, werden, wirst, bot, lieber, liebe, liebes, hierfür, dafür, dazu, falls
            möglich, wenn möglich, wenn es geht, wenns geht, wenn 's geht, falls es geht, sofern möglich, wenn noch was frei ist,
            falls noch was frei ist, wenn noch etwas frei ist, falls noch etwas frei ist, wenn noch platz ist, falls noch platz ist,
            wenn noch ein platz frei ist, falls noch ein platz frei ist, wenn was frei ist, falls was frei ist, wenn platz ist, falls
            platz ist, wenn frei, falls frei, wenn verfügbar, falls verfügbar, falls noch frei, wenn noch frei, mit der bahn, mit dem
            zug, mit dem rad, mit dem fahrrad, mit dem bus, mit, mitsamt, zusätzlich, ganz, leider, entschuldigung, sorry, sry, bloß,
            einfach, kurz, bald bitte, tag des, beide, beides, weiteren, weitere, weiterer, anderen, andere, anderer, einzelnen, wie
            geplant, auf, mehr, nimm mich, nehmen sie mich, haha, lol, hehe, hin, her, rein, drin, dabei, übrigens, moment mal, oh, ok
            dann, datum, zur arbeit, um, uhr, meinerseits, denke ich daran, 's, wäre, wärs, hierhin, dorthin, den ganzen tag lang,
            zwecks arbeit, zum arbeiten, alles klar""",
        Tag.PLEASE: """bitte, bite, bitteschön, bitte schön, bitte sehr, das wäre nett, wäre nett, wäre super, wäre toll, das wäre
            super, das wäre toll, freundlicherweise, seien sie so nett, sei so nett, sei so gut, sei so lieb, wäre schön, das wäre
            schön, danke im voraus, biddeschön, bidde""",
        Tag.GREETING: """hallo, hi, hey, moin, moin moin, servus, grüezi, grüß gott, grüß dich, guten morgen, guten tag, guten abend,
            tach, na du, gude, hallöchen, hallo zusammen, hi zusammen, moin zusammen, guten morgen zusammen, wie geht 's, wie gehts,
            wie geht es dir, wie geht es ihnen, wie gehts dir, wie geht 's dir, sers, salü, schönen guten tag, schönen guten morgen,
            morgen zusammen, mahlzeit, hallo bot""",
        Tag.THANKS: """danke, danke dir, danke schön, dankeschön, vielen dank, danke sehr, besten dank, herzlichen dank, merci, thx,
            thanks, dank dir, ok, okay, oki, super, toll, prima, perfekt, klasse, top, gut, sehr gut, alles gut, passt, passt schon,
            alles klar danke, tschüss, tschüs, ciao, bis dann, bis bald, bis später, nein danke, nee danke, schon gut, vergiss es,
            macht nichts, danke dir vielmals, tausend dank, lg, liebe grüße, viele grüße, vg, mfg, mit freundlichen grüßen, beste
            grüße, grüße, gruß, schönen tag noch, schönen tag, schönes wochenende, schönen feierabend, danke ihnen, ich danke dir,
            schönen abend, danke danke""",
        Tag.OCCASION: """meeting, besprechung, sitzung, workshop, schulung, interview, vorstellungsgespräch, mittagessen, essen,
            standup, retro, planung, teamtag, team tag, teammeeting, team meeting, team event, teamevent, termin, kundentermin,
            kundenbesuch, besuch, feier, weihnachtsfeier, party, event, veranstaltung, sprint, review, sprint planning, demo,
            konferenz, präsentation, frühstück, zusammenarbeit, kickoff, kurs, einarbeitung, training, tagung, treffen, teamtreffen,
            gespräch, projektarbeit""",
        Tag.BECAUSE: "weil, da ich, denn ich, wegen, aufgrund, damit ich",
        Tag.HELP: """hilfe, hilf mir bitte, befehle, was kannst du, was kannst du alles, was kann ich hier machen, was kann ich
            machen, was kann ich tun, was kann ich sagen, was können sie, menü, anleitung, wie funktioniert das, wie funktioniert das
            hier, wie geht das, wer bist du, was bist du, was ist das, optionen, kommandos, was machst du, was verstehst du, kannst du
            mir helfen, können sie mir helfen, ich brauche hilfe, hilfe bitte, bedienung, was kann ich fragen, wer sind sie, was kann
            man hier machen, was geht, hilfst du mir, bist du ein bot, bist du ein mensch, funktionen, was kann ich dich fragen,
            handbuch, start, support""",
        Tag.HOW_TO: """wie kann ich, wie buche ich, wie storniere ich, wie mache ich, wie geht buchen, wie sage ich, wie kann man, wie
            bucht man, wo kann ich stornieren, wieso, weshalb, warum, wie funktioniert, wie reserviere ich, wie bekomme ich, wie komme
            ich an, wie lange im voraus, wie weit im voraus""",
        Tag.ME: "ich, mir, mich, für mich, icke, meiner",
        Tag.MY: "mein, meine, meinen, meinem, meines",
        Tag.YOU: "du, dir, dich, sie, ihnen, dein, deine",
        Tag.OTHERS: """er, ihn, ihm, wir, uns, unser, unsere, unseren, ihr, ihre, ihren, chef, chefin, kollege, kollegin, gast, gäste,
            besucher, besucherin, freund, freundin, frau, mann, jemanden, jemandem, team, leute, praktikant, praktikantin, seine,
            seinen, euch, kunde, kunden, kundin, gruppe, sohn, tochter, hund, herr, herrn""",
        Tag.COLLEAGUES: """kollegen, kolleginnen, kolleg, den kollegen, meinen kollegen, meine kollegen, den anderen, allen anderen,
            jedem, jeder, kolleginnen und kollegen, kollegen und kolleginnen, meinem team, dem team, mit kollegen, mit den kollegen,
            mit meinen kollegen, mit allen, mit anderen, mit dem team, für kollegen, für alle, für andere, anderen kollegen""",
        Tag.BOOK: """buche, buch, buchen, buchst, bucht, buche mir, buch mir, reservier, reserviere, reservieren, reservierst,
            reserviert mir, einbuchen, eintragen, vormerken, anmelden, eine buchung machen, buchung machen, neue buchung, eine neue
            buchung, buchung anlegen, verbuche, eine buchung bitte, vorbestellen, einplanen, sichere mir, sicher mir, eine
            reservierung bitte, buchung bitte, reservierung bitte, trag mich für, trage mich für, einzubuchen, zu buchen, zu
            reservieren, eine buchung vornehmen, merk mich vor, merke mich vor, halte mir, blocke mir, block mir, plane mich ein, plan
            mich ein, melde mich an, meld mich an""",
        Tag.BOOKED: "gebucht, reserviert, eingebucht, eingetragen, vorgemerkt, angemeldet, verbucht, eingeplant",
        Tag.BOOKING: "buchung, reservierung, nächste buchung, aktuelle buchung, nächsten buchung, platzbuchung, tischbuchung",
        Tag.BOOKINGS: """buchungen, reservierungen, bürotage, bürotagen, platzbuchungen, nächsten buchungen, kommenden buchungen,
            nächste buchungen, anstehende buchungen, anstehenden buchungen, gebuchten tage, gebuchte tage""",
        Tag.CANCEL: """storniere, stornieren, stornier, storno, stornierung, stornierst, absagen, absage, annulliere, annullieren,
            abmelden, cancel, canceln, cancle, abzusagen, zu stornieren, austragen, ausbuchen, abbestellen, absag, stonieren,
            storniern, auszutragen, melde mich ab, meld mich ab""",
        Tag.CANCEL_WEAKLY: """lösche, löschen, lösch, streiche, streichen, streich, entferne, entfernen, entfern, freigeben,
            zurückgeben, gib frei, gebe frei, rückgängig machen, freizugeben, rausnehmen, zurückziehen, aufheben, auflösen, entbuche,
            entbuchen, abbrechen, freimachen, zurückgebe, freigebe""",
        Tag.CANCELLED: "storniert, abgesagt, gelöscht, gestrichen, entfernt, abgemeldet, freigegeben, gecancelt, annulliert",
        Tag.LEAVE_LINE: """von der warteliste, aus der warteliste, von warteliste, warteliste verlassen, die warteliste verlassen,
            nicht mehr warten, aus der schlange, aus warteliste, nicht länger warten, nicht mehr auf die warteliste, nicht mehr auf
            der warteliste""",
        Tag.LINE: """warteliste, auf die warteliste, auf der warteliste, warteschlange, auf warteliste, wartelistenplatz, wartliste,
            warte liste, warte - liste, wartelistenplätze, anstellen""",
        Tag.WAIT_FOR: """warte auf, warten auf, wart auf, warte für, warten für, warte auf einen platz, warten auf einen platz, warte
            auf einen freien platz, auf einen platz warten""",
        Tag.WISH: """möchte, mag, will, wollte, brauche, brauch, benötige, bräuchte, hätte, hätt, muss, müsste, wünsche, würde gerne,
            würde gern, würd gerne, würd gern, suche, plane, planen, wünschte, hätte gern, hätte gerne, beabsichtige, gedenke, habe
            vor, vorhabe, möcht, wills, benötig, bräucht, moechte gern, würde ich gern, würde ich gerne, will ich""",
        Tag.CAN: """dürfen, kann, könnte, darf, dürfte, möglich, geht es, können, kannst, könntest, würdest, würdest du, können sie,
            könnten sie, würden sie, ist es möglich, wäre es möglich, kannste, kannst du, könntest du""",
        Tag.GIVE: """gib mir, bekomme, bekommen, krieg, kriege, kriegen, besorg mir, besorge mir, organisier mir, haben, finde, such
            mir, suche mir, find mir, finde mir, gib, gebt mir, geben sie mir, besorgen, kriegt, zuteilen, bekäme""",
        Tag.TAKE: "nehme, nehm, nehmen",
        Tag.HAVE: "habe, hab",
        Tag.COME: """komme, kommen, komm, käme, komme rein, reinkommen, reinkomme, anwesend sein, vorbeikommen, hinkommen, herkommen,
            zu kommen, reinzukommen, fahre ins büro, gehe ins büro, geh ins büro, fahr ins büro, ins büro kommen, ins büro gehen, ins
            büro fahren, ins büro zu kommen, komme vorbei, schaue vorbei, komm rein, dazukommen, kommen ins büro""",
        Tag.COMING: """da sein, dasein, vor ort sein, im büro sein, im büro arbeiten, vor ort arbeiten, im office sein, im office
            arbeiten, da bin""",
        Tag.BE: "bin, bins, sitze, sitz, befinde, sein",
        Tag.WORK: "gehe, geh, fahre, fahr, gehen, fahren, arbeite, arbeiten, arbeit, arbeite von, zu arbeiten",
        Tag.INSIDE: """büro, im büro, ins büro, da, hier, dort, vor ort, anwesend, im haus, im office, ins office, office, im gebäude,
            in das büro, in dem büro, am standort, am arbeitsplatz, in der firma, in die firma, in der arbeit, vom büro aus, vom büro,
            aus dem büro, bei euch, an meinem platz, im betrieb, präsenz, in präsenz, am schreibtisch, zum büro, vom office aus, in
            firma, im geschäft, in office, in meinem büro""",
        Tag.STAY_AWAY: """doch nicht, komme nicht mehr, schaffe es nicht, schaff es nicht, schaffe es doch nicht, schaffs nicht, bin
            nicht mehr da, nicht kommen, nicht dabei, nicht da, nicht im büro, nicht ins büro, nicht vor ort, nicht anwesend, nicht
            mehr kommen, doch nicht kommen, doch nicht da, doch nicht ins büro, doch nicht im büro, nicht schaffen, nicht rein, nicht
            hier, nicht reinkommen, nicht im office, nicht ins office""",
        Tag.ABSENT: """krank, urlaub, homeoffice, home office, ho, zuhause, zu hause, daheim, von zuhause, von zu hause, remote,
            unterwegs, dienstreise, krankgemeldet, elternzeit, abwesend, im homeoffice, im home office, von daheim, mobil, mobiles
            arbeiten, frei nehmen, krankgeschrieben, im urlaub, auf dienstreise, auswärts, beim arzt, frei habe, gleitzeit,
            überstundenabbau, verhindert""",
        Tag.ASK_SELF: """wann bin ich, wann habe ich, wann hab ich, wann komme ich, was habe ich, was hab ich, wo bin ich, wo habe
            ich, wo sitze ich, wann muss ich, wann bin ich denn, an welchen tagen bin ich, an welchen tagen habe ich, welche tage habe
            ich, welche tage hab ich, welche tage bin ich, was ist für mich, für wann habe ich, für wann hab ich, wann arbeite ich, an
            welchen tagen komme ich""",
        Tag.SHOW: """zeig, zeige, zeigen, zeig mir, zeige mir, zeigen sie mir, anzeigen, liste, auflisten, ansehen, anschauen, sehen,
            schauen, prüfe, prüfen, was ist mit, wie sieht, wie sieht es, wie siehts, wie sieht 's, wie ist, wie steht es, sag mir,
            was ist los, was ist, check, checke, schau, wie schaut es, wie schauts, wie schaut 's, öffne, nachsehen, nachschauen, gib
            mir eine übersicht, weißt du, kannst du mir sagen, einsehen, zeigst""",
        Tag.IS: "ist, sind, kommt, sitzt, arbeitet",
        Tag.ARE_THERE: """gibt es, gibts, gibt 's, gibt es noch, ist noch, sind noch, ist da noch, sind da noch, hat es noch, wie
            viele, wieviele, wie viel, wieviel, habt ihr, irgendwelche, hat es, übrig, irgendwas, steht""",
        Tag.FREE: """frei, freie, freien, freier, freies, verfügbar, verfügbare, verfügbaren, verfügbarkeit, verfügbarkeiten, buchbar,
            etwas frei, was frei, freiplätze, unbelegt, frei ist, frei sind""",
        Tag.FULL: """voll, belegt, ausgebucht, besetzt, auslastung, belegung, wie voll, geschlossen, offen, geöffnet, zu voll, los,
            leer, überfüllt, ausgelastet""",
        Tag.OVERVIEW: "übersicht, kalender, wochenübersicht, wochenansicht, wochenplan, plan, überblick, belegungsplan",
        Tag.WHO: """wer, wer ist, wer kommt, wer sitzt, anwesenheit, anwesenheitsliste, wer alles, ist jemand, ist noch jemand, kommt
            jemand, kommt noch jemand, welche kollegen, welche kolleginnen, jemand, wer ist alles, wer kommt alles, wer sonst, wer
            noch, noch jemand, irgendwer, irgendjemand, ist irgendwer, ist irgendjemand, wer von den kollegen, wer von meinen
            kollegen, wer aus dem team, wen, wer hat, wer hat gebucht, wer wird""",
        Tag.WHAT: "was, welche, welcher, welches, welchen, wann, wo, wie, welchem, für wann, wann kann ich, wo kann ich, wohin",
        Tag.PASS: """ausweis, qr, qr code, qrcode, qr - code, pass, tagespass, zugangspass, eintrittskarte, einlasscode, zugangscode,
            tagesausweis, besucherausweis, eintrittscode, ticket, zutrittscode, zutrittsausweis, zugang, zutritt, einlass,
            passierschein, badge, türcode, pässe""",
        Tag.OFFICES: """büros, standorte, standort liste, bürostandorte, welche büros, welche standorte, büroliste, niederlassungen,
            alle büros, alle standorte, offices, bürogebäude, welches büro, welchen standort, welcher standort, büros und standorte,
            standortliste, wo ist mein büro, was ist mein büro, was ist mein standort, andere büros, häuser""",
        Tag.HOME_OFFICE: """mein büro, meinem büro, stammbüro, heimatbüro, mein standort, meinen standort, standardbüro, mein
            standardbüro, mein stammbüro, hauptbüro, mein hauptbüro, standort, bürostandort, heimbüro, mein heimatbüro, meinem
            standort, mein office, lieblingsbüro, mein lieblingsbüro, standardstandort, mein standardstandort, stammhaus,
            heimatstandort, mein heimatstandort""",
        Tag.CHANGE: """wechseln, wechsel, wechsle, wechsele, ändern, ändere, änder, änderung, stelle, stell, setze, setz, umstellen,
            einstellen, einstellungen, einstellung, wähle, wählen, auswählen, festlegen, mach, mache, machen, umschalten, schalte,
            schalt, benutze, nutze, nimm, setzen, festlege, umschalte, gewechselt""",
        Tag.MOVE: """verschiebe, verschieben, verschieb, tausche, tauschen, tausch, umbuchen, verlege, verlegen, buche um, statt,
            anstatt, sondern, stattdessen, anstelle, verlängern, ersetze, ersetzen, bearbeiten, vorziehen""",
        Tag.LANGUAGE: "sprache, sprachen, meine sprache, deine sprache, andere sprache, die sprache, sprachauswahl, spracheinstellung",
        Tag.SPEAK: """sprich, sprechen, spreche, rede, reden, antworte, antworten, schreib, schreibe, schreiben, sprechen sie,
            sprechen wir, antworten sie, sprichst, red""",
        Tag.REMIND: "erinnere, erinner, erinnere mich, erinner mich, erinnern sie mich, mich erinnern, erinnern, erinnerst",
        Tag.REMINDERS: """erinnerung, erinnerungen, erinnerungsnachrichten, abendliche erinnerung, abendliche erinnerungen, die
            erinnerungen, die erinnerung, meine erinnerungen, am vorabend, am abend vorher, jeden abend, abends vorher, am abend davor""",
        Tag.OFF: """aus, aus schalten, ausschalten, abschalten, deaktivieren, deaktiviere, stopp, stoppe, stoppen, abstellen,
            abbestell, beenden, beende, aus machen, stumm, ausmachen, ausgeschaltet, abgeschaltet""",
        Tag.ON: "an, einschalten, anschalten, aktivieren, aktiviere, anmachen, an schalten, wieder ein, wieder an, anstellen bitte",
        Tag.SHARE: """teile, teilen, freigebe für, sichtbar, mach mich sichtbar, mache mich sichtbar, sichtbar machen, einblenden,
            sichtbar sein, preisgeben, veröffentliche, zeig mich, zeige mich, sollen sehen, dürfen sehen, können meine tage sehen,
            lass kollegen, lass die kollegen""",
        Tag.HIDE: """verberge, verbergen, verbirg, versteck, verstecke, verstecken, unsichtbar, ausblenden, mach mich unsichtbar,
            mache mich unsichtbar, privat, verheimliche, blende mich aus, anonym, blende, verstecke mich, versteck mich, verbirg mich""",
        Tag.DAYS: """meine tage, meine bürotage, meinen namen, mein name, meine anwesenheit, meine termine, meinen kalender, mein
            kalender, wann ich da bin, wann ich im büro bin, meine tag""",
        Tag.SEAT: """platz, arbeitsplatz, schreibtisch, tisch, sitzplatz, desk, büroplatz, bürotag, tag im büro, einen tag im büro,
            plätzchen, platzerl, stuhl, büroarbeitsplatz, shared desk, sitzplätzchen, raum, was zum sitzen, bürositzplatz, plaz""",
        Tag.SEATS: "plätze, plätzen, arbeitsplätze, schreibtische, tische, sitzplätze, desks, arbeitsplätzen, büroplätze",
        Tag.PARKING: """parkplatz, parkplätze, parken, auto, mit auto, mit dem auto, mit parkplatz, mit einem parkplatz, stellplatz,
            mit stellplatz, tiefgarage, garage, pkw, mit pkw, mit dem pkw, wagen, mit dem wagen, parkmöglichkeit, parke, fahre mit dem
            auto, komme mit dem auto, platz fürs auto, platz für mein auto, fürs auto, mein auto, meinem auto, parkplatzes, mit
            parken, inkl parkplatz, inklusive parkplatz, inkl . parkplatz, fahre auto, autostellplatz, parkschein, und auto, auch
            parkplatz, mit dem wagen da""",
        Tag.NO_PARKING: """ohne parkplatz, ohne auto, ohne stellplatz, kein parkplatz, keinen parkplatz, ohne parken, kein auto, nicht
            mit dem auto, kein parkplatz nötig, brauche keinen parkplatz, ohne pkw, ohne einen parkplatz, ohne den parkplatz, keinen
            stellplatz, kein stellplatz, parkplatz nicht nötig, kein parken, keinen parkplatz nötig, ohne wagen, brauche keinen
            stellplatz""",
        Tag.NOT: """nicht, nich, net, kein, keine, keinen, keiner, keinem, keins, ohne, weder, nichts, nicht mehr, nimmer,
            keinesfalls, auf keinen fall, kein mehr, ned, ni""",
        Tag.CANNOT: """kann nicht, kann leider nicht, kann doch nicht, kann nicht mehr, kann ich nicht, kann ich leider nicht, kann
            ich doch nicht""",
        Tag.NO: "nein, nee, nö, ne, nope",
        Tag.HEDGE: """wenn, falls, sofern, ob, vielleicht, evtl, eventuell, eventl, womöglich, möglicherweise, wahrscheinlich,
            vermutlich, vllt, vielleich, soll, soll ich, sollte, sollte ich, sollen, würde, würd, könnte sein, überlege, überlegen,
            überlege ob, angenommen, mal sehen, fast, beinahe, hoffe, hoffentlich, unsicher, glaube, denke, sollten, wüsste, frage
            mich, ungern, solange, sobald, nie, niemals, vergessen, vergaß, nachdenken, keine ahnung, bevor ich""",
        Tag.EXCEPT: "außer, bis auf, aber, aber nicht, ausgenommen, abgesehen von, nur nicht, mit ausnahme von, ausser, mit ausnahme",
        Tag.ALL: """alle, alles, allem, aller, gesamte, gesamten, sämtliche, ganze, ganzen, die ganze, komplette, komplett, alle
            meine, die komplette, alle buchungen, alle meine buchungen, die gesamte, all meine, sämtliche buchungen, all meine
            buchungen, meine ganzen, alle reservierungen, alle meine reservierungen, sämtlichen""",
        Tag.IN: "in, im",
        Tag.AT: "bei, beim, @",
        Tag.FOR: "für, fuer, zum, zur",
        Tag.OF: "vom kommenden, des, der",
        Tag.THE: "die, dem, den, am, an den, an dem, der den, am tag, fürs",
        Tag.A: "eine, einen, einem, einer, eines, nen, ein",
        Tag.AND: "und, sowie, und auch, u, plus, und am, und den, und für, und dann, und zwar, als auch, sowie am, und die, und der",
        Tag.OR: "oder, entweder, oder am",
        Tag.TO: "zu, nach",
        Tag.UNTIL: "bis, bis zum, bis einschließlich, bis inklusive, bis inkl, bis zu, bis am, bis den",
        Tag.BEFORE: "vor, nach dem, spätestens, bis spätestens, frühestens, vorm, nach der, um den",
        Tag.FROM: "von, vom, beginnend, beginnend am",
        Tag.SINCE: "ab, seit, ab sofort, ab jetzt, ab dem, ab den",
        Tag.BETWEEN: "zwischen",
    },
    numbered={
        **days.NUMBERED,
        Tag.TONGUE: (
            "englisch, auf englisch, english, englische, ins englische, englischer, auf englische",
            "deutsch, auf deutsch, german, deutsche, ins deutsche, auf deutsche, deutscher",
        ),
    },
    first_value=days.FIRST_VALUE,
    together={
        "fürn": (Tag.FOR, Tag.A),
        "erinnerung ein": (Tag.REMINDERS, Tag.ON),
        "erinnerungen ein": (Tag.REMINDERS, Tag.ON),
        "bin ich": (Tag.BE, Tag.ME),
        "komme ich": (Tag.COME, Tag.ME),
        "komm ich": (Tag.COME, Tag.ME),
        "arbeite ich": (Tag.WORK, Tag.ME),
        "sitze ich": (Tag.BE, Tag.ME),
        "habe ich": (Tag.HAVE, Tag.ME),
        "hab ich": (Tag.HAVE, Tag.ME),
        "kann ich": (Tag.CAN, Tag.ME),
        "könnte ich": (Tag.CAN, Tag.ME),
        "darf ich": (Tag.CAN, Tag.ME),
        "dürfte ich": (Tag.CAN, Tag.ME),
    },
    parted={
        Tag.SHARE: "sollen sehen, dürfen sehen, sollen wissen, dürfen wissen",
        Tag.WISH: "würde gerne, würde gern, würd gerne, würd gern",
        Tag.CANCEL: "sag ab, sage ab, sagen ab, melde ab, meld ab, bestell ab, bestelle ab, trag aus, trage aus, buche aus",
        Tag.CANCEL_WEAKLY: "gib frei, gebe frei, geb frei, gib zurück, gebe zurück, nimm raus, nimm runter",
        Tag.BOOK: "trag ein, trage ein, melde an, meld an, merk vor, merke vor, plan ein, plane ein, buch ein, buche ein",
        Tag.MOVE: "buche um, buch um",
        Tag.STAY_AWAY: "schaffe nicht, schaff nicht, schaffs nicht",
        Tag.OFF: "schalte aus, schalt aus, schalte ab, stell ab, stelle ab, mach aus, mache aus",
        Tag.ON: "schalte ein, schalt ein, schalte an, mach an",
    },
    lookalikes="""abfrage abgase absagt absatz absender besuch bier borgen brauchen brauchte bucht buchte burg bücher bücherei bürger
        büste dienst dienste diensten dienstlich feier fisch fluch freda freiheit freitagskind freizeit fremd freude freund frida
        gebühr hatte kamm komma komme kommst kommt kommune kuchen küche marktplatz mitte mittel mittwinter montage montagen morgan
        musste packplatz park parken parker parkt plastik platte platten plätzchen pracht reise reisen sache sonntagskind sorgen
        spielplatz sprach sprachlos sprüche startplatz stern steuer storch suche suchen sucht tag tage tagung tasche tische tuch
        tusche waage wache warnliste warte warten wisch wocken wolke wunde wärter zeit zeitung zelle""",
)
