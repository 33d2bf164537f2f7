"""Mutations of the domain: who sees whom, what is saved, what completion does, what a code opens."""

from stoette.mutasjon import i_filen

SOEKT_UT = "web/kommune/test_soekt_ut.py::"
FERDIG = "web/samtale/test_ferdigstilling.py::"
VERSJON = "web/samtale/test_lagring_versjon.py::"
SEN = "web/samtale/test_sen_merknad.py::"
INTERN = "web/samtale/test_intern_merknad.py::"
INNLOESING = "web/maskin/test_kompass_innloesing.py::"
KOMPASS = "web/mottak/test_kompass.py::"
MATRISE = "domain/tilgang/test_matrise.py::"
FLYTTING = "domain/register/test_register_flytting.py::"
RADER = "web/samtale/test_rader.py::"
VERN = "web/brukere/test_brukere_vern.py::"
IMDI = "web/brukere/test_brukere_imdi.py::"
MOTTAKENE = "web/imdi/test_mottakene.py::"

KONFLIKT = "domain/samtale/test_konflikt.py::test_C3_konflikten_holder_ikke_den_andres_tekst"

DOMENET = (
    *i_filen(
        "app/domain/beboer/duf.py",
        ('if unicodedata.category(t) != "Cf"', "", "web/mottak/test_duf_som_skrevet.py::test_finner_personen"),
    ),
    *i_filen(
        "app/domain/brukere/kontakt.py",
        ("    krev_ledig_epost(blankett, mottak_id=person.mottak_id, unntatt=person)\n", "", "web/mottak/test_mottak.py::test_kontaktsiden_gir_ingen_en_kollegas_adresse"),
    ),
    *i_filen(
        "app/domain/register/celle.py",
        ("if delt and int(delt[1]) != int(delt[3]):", "if False:", "domain/register/test_register_slik_de_kommer.py::test_en_dato_som_kan_vaere_to_avvises"),
        ("or 1, 12, 31) if aar", "or 1, 1, 1) if aar", "domain/register/test_ett_navn_og_bare_aar.py::test_den_som_kan_vaere_mindreaarig_regnes_som_det"),
        ("uten_retning(ren_tekst([celle], lengde))", "ren_tekst([celle], lengde)", "huset/test_det_skjermen_viser.py::test_N4_merker_som_snur_bokstavene_tas_bort"),
    ),
    *i_filen(
        "app/domain/beboer/doerer.py",
        ("_i_kommunen(bruker).where(Beboer.trukket.is_(None))", "_i_kommunen(bruker)", SOEKT_UT + "test_de_som_er_trukket_leses_ikke"),
        ("        _aapen(bruker.id),\n", "", SOEKT_UT + "test_E1_skjermede_sees_ikke"),
        ("timedelta(days=90)", "timedelta(days=91)", SOEKT_UT + "test_bosatte_sees_en_tid"),
        (
            "Beboer.soekt_ut_til.in_(kommune.hoerer_under(bruker.kommune_nummer))",
            "Beboer.soekt_ut_til.is_not(None)",
            SOEKT_UT + "test_S29_listen_viser_egne_ogsaa_bydelenes",
        ),
        ("sa.and_(BEBOER.c.mottak_id == mottak_id, ", "sa.and_(", "huset/test_omfang.py::test_et_annet_mottaks_er_som_det_som_ikke_finnes"),
        ("BEBOER.c.trukket.is_(None), _aapen(bruker_id, dag)", "_aapen(bruker_id, dag)", "web/imdi/test_trukket.py"),
        (
            "sa.or_(BEBOER.c.skjermet.is_(False), aapnet)",
            "sa.true()",
            "web/mottak/test_beboere_soek.py::test_skjermet_beboer_finnes_ikke_i_soeket",
        ),
    ),
    *i_filen(
        "app/domain/liste.py",
        (
            ".offset((nr - 1) * stoerrelse)",
            ".offset(0)",
            "web/mottak/test_beboere.py::test_sider_paa_femti web/imdi/test_fordelingsklare.py::test_sider_paa_femti_i_fast_rekkefoelge",
        ),
    ),
    *i_filen(
        "app/domain/bosetting/fordelingsklare.py",
        ("utvalg.side,", "1,", "web/imdi/test_fordelingsklare.py::test_sider_paa_femti_i_fast_rekkefoelge"),
    ),
    *i_filen(
        "app/domain/varsel/varsel.py",
        ("_mottatte(bruker), nr,", "_mottatte(bruker), 1,", "web/alle/test_varsler.py::test_S26_alle_varsler_kan_naas_ogsaa_det_eldste"),
        ("skjermingstilgang.kan_kjennes(varsel.samtale_id, bruker.id)", "sa.true()", "web/imdi/test_skjermet_hele_veien.py"),
        ("nyest = (Varsel.opprettet.desc(), Varsel.id)", "nyest = (Varsel.opprettet.desc(),)", "web/alle/test_varsler.py::test_S26_alle_varsler_kan_naas_ogsaa_det_eldste"),
    ),
    *i_filen(
        "app/domain/samtale/oversikt.py",
        ("utvalg.side,", "1,", "web/mottak/test_beboere.py::test_sider_paa_femti"),
        (
            "Beboer.sorteringsnoekkel, Beboer.id)",
            "Beboer.sorteringsnoekkel)",
            "web/mottak/test_beboere.py::test_de_som_er_like_i_det_det_sorteres_paa_har_fast_plass",
        ),
    ),
    *i_filen(
        "app/domain/varsel/epost.py",
        ("        Utsending.forsoek == laan.forsoek,\n", "", "domain/varsel/test_epost_laan.py"),
        ("        Utsending.tilstand == Tilstand.VENTER,\n    )", "    )", "domain/varsel/test_epost_laan.py"),
    ),
    *i_filen(
        "app/domain/tid.py",
        ("return dag_i_norge(naa())", "return naa().date()", "domain/test_tid.py"),
        ("tid.astimezone(OSLO).date()", "tid.date()", "domain/test_tid.py"),
    ),
    *i_filen(
        "app/domain/vern/forsoek.py",
        ("egne >= INNLOGGING_ADRESSE.antall or (egne > 0 and er_naadd(INNLOGGING_ALLE))", "egne >= INNLOGGING_ADRESSE.antall",
         "web/innlogging/test_oidc_token.py::test_J_for_mange_mislykkede_i_alt_stenger_ikke_for_dem_som_ikke_har_feilet"),
    ),
    *i_filen(
        "app/domain/brukere/virkested.py",
        ("if jeg is None or not kan(jeg, rett):", "if False:", VERN + "test_D6_to_administratorer_kan_ikke_fjerne_hverandre"),
        ("sa.true() if kan(av, Rett.BRUKER_ADMINISTRERE_ALLE) else egne", "sa.true()", IMDI + "test_D2_et_mottaks_administrator_naar_ingen_andre_steder"),
        ("if kommune_nummer or mottak_id not in (None, av.mottak_id):", "if False:", IMDI + "test_D2_et_mottaks_administrator_naar_ingen_andre_steder"),
        ("gis = (Rolle.MOTTAKSADMINISTRATOR,)", "gis = tuple(Rolle)", IMDI + "test_D3_ved_et_mottak_gir_imdi_bare_administratorrollen"),
        ("return bool(har) and sesjon.scalar(andre.limit(1)) is None", "return False", IMDI + "test_den_som_er_alene_om_aa_administrere_kan_endres_og_gjennomgaas_men_ikke_fjernes"),
    ),
    *i_filen(
        "app/domain/brukere/administrasjon.py",
        ("    if bruker_id == av.id:\n        raise Nektet\n", "", IMDI + "test_D1_ingen_gir_seg_selv_noe"),
        ("if roller.issuperset(IMDI_ROLLER):", "if False:", IMDI + "test_brukere_i_imdi_og_aldri_begge_rollene"),
    ),
    *i_filen(
        "app/domain/brukere/nedlegging.py",
        ("not mottak.er_nedlagt or bor_noen_ved(mottak)", "bor_noen_ved(mottak)", MOTTAKENE + "test_ingen_mister_tilgangen_der_noen_bor_eller_mottaket_er_i_drift"),
        ("not mottak.er_nedlagt or bor_noen_ved(mottak)", "not mottak.er_nedlagt", MOTTAKENE + "test_ingen_mister_tilgangen_der_noen_bor_eller_mottaket_er_i_drift"),
    ),
    *i_filen(
        "app/domain/register/kjent.py",
        ("ny_der = rad is None or rad.mottak_id != person.mottak_id", "ny_der = rad is None", MOTTAKENE + "test_nedlagt_faar_ingen_nye_beboere_men_de_som_bor_der_kan_faa_nye_opplysninger"),
        ("person.klar and (rad is None or rad.status is None)", "False", MOTTAKENE + "test_nedlagt_faar_ingen_nye_oppgaver"),
    ),
    *i_filen(
        "app/domain/register/mottak.py",
        ("sorted(KONTAKT & ulike.keys()) if mottak.egen_kontakt else []", "[]", "kjeller/test_mottak_cli.py::test_det_mottaket_har_skrevet_selv_blir_staaende_og_forskjellen_sies"),
    ),
    *i_filen(
        "app/domain/tilgang/matrise.py",
        ("_KOMPASS = {Rett.KOMPASS_TILDELE: Krets.MED_SAK}", "_KOMPASS = {Rett.KOMPASS_TILDELE: Krets.ALLE}", MATRISE + "test_A2_matrisen_er_veilederens"),
        ("_FELLES | _ADMINISTRASJON | _VARSEL,", "_FELLES | _ADMINISTRASJON | _VARSEL | _LISTER,", MATRISE + "test_A3_administratoren_ser_ingen_person"),
        (" or beboer.har_bosettingssak or rekkevidde is Krets.ALLE)", " or True)", MATRISE + "test_A5_uten_bosettingssak_bare_for_integreringsmottakets_rolle"),
        ("if integreringsmottak or rolle not in INTEGRERINGSROLLER", "", MATRISE + "test_D4_integreringsrollene_bare_ved_integreringsmottak"),
    ),
    *i_filen(
        "app/domain/samtale/svarlager.py",
        ("if verdi is not None and er_kryptert(sti, lagret.utgave) else verdi", "if False else verdi", INTERN + "test_teksten_ligger_ikke_lesbar_noe_sted_i_databasen"),
    ),
    *i_filen(
        "app/domain/samtale/svar.py",
        ("if versjon != inn.versjon and not", "if False and not", VERSJON + "test_samme_felt_gir_konflikt_med_begge_svar"),
        ("and inn.sekvens <= naavaerende.sekvens", "and False", VERSJON + "test_en_forsinket_eldre_lagring_fra_samme_side_blir_borte"),
        ("naavaerende.verdi == verdi or", "", VERSJON + "test_likt_svar_er_ingen_konflikt"),
        ("bool(inn.klient) and naavaerende.klient == inn.klient", "True", VERSJON + "test_en_annen_fane_er_en_annen_side"),
        ("not inn.klient and verdi == verdi_i_versjon", "False and verdi == verdi_i_versjon", VERSJON + "test_et_uroert_felt_i_et_gammelt_skjema_er_ingen_konflikt"),
        ("None if er_kryptert(sti, naavaerende.utgave) else naavaerende.verdi", "naavaerende.verdi", KONFLIKT),
        ("if (vist or {}).get(celle, samling[celle].versjon) != samling[celle].versjon:", "if False:", RADER + "test_en_rad_en_kollega_har_skrevet_i_fjernes_ikke_usett"),
        ("if len(eksisterende) >= liste.maks_rader:", "if False:", RADER + "test_grensen_for_antall_rader_sies_og_ingenting_gaar_tapt"),
        ("gjelder = sted.felt.beholdes or sted.felt.gjelder(beboer)", "gjelder = True", "web/samtale/test_lagring.py::test_felt_som_ikke_gjelder_personen_finnes_ikke"),
    ),
    *i_filen(
        "app/domain/samtale/ferdigstilling.py",
        ("    toem(bruker, deltaker, samling, lesning.bortfaller(deltaker))\n", "", FERDIG + "test_registrert_i_kompass_foer_ferdigstilling"),
        ("_uten_samtykke(deltaker, samling), Fjernet", "[], Fjernet", "web/samtale/test_samtykke.py::test_L2_uten_samtykke_leser_ingen_om_helsen"),
        ("if endret := endret_siden(lesning.svar, lest):", "if endret := ():", FERDIG + "test_endret_siden_gjennomlesningen_nevner_svaret"),
        ("if savnet := lesning.mangler:", "if savnet := ():", FERDIG + "test_mangler_noe_skjer_ingenting"),
        ("isinstance(utkast.verdi, merknad.Uviselig)", "False", INTERN + "test_det_som_ikke_kan_leses_ferdigstilles_ikke"),
        ("if deltaker.bosetting == Bosettingsstatus.SAK_OPPRETTET:", "if True:", FERDIG + "test_uten_bosettingssak_blir_det_gjennomfoert"),
        ("if len(samtale.deltakere) != len(deltakere):", "if False:", FERDIG + "test_en_familie_med_et_skjermet_medlem_ferdigstilles_ikke_uten_det"),
        ("    if samtale.laast:\n        raise Laast\n", "", "samtidighet/test_samtidighet.py::test_K6_ti_samtidige_bekreftelser_ferdigstiller_en_gang"),
        ("        toem(bruker, deltaker, samling, [INTERN_MERKNAD.navn])\n", "", INTERN + "test_mottaket_ser_bare_naar_og_hvor_lang_den_er"),
        ('    return sett | {f"{beboer_id}:": 0 for beboer_id in svar}', "    return sett", FERDIG + "test_en_som_kom_til_eller_gikk_siden_gjennomlesningen"),
    ),
    *i_filen(
        "app/domain/samtale/merknad.py",
        ("    if eier != beboer_id:\n        raise KanIkkeVises\n", "", INTERN + "test_byttede_tekster_blir_ikke_vist"),
        ("Merknadnoekler(MultiFernet(fernets), fernets[0])", "Merknadnoekler(MultiFernet(fernets[:1]), fernets[0])", INTERN + "test_ny_noekkel_krypterer_og_den_gamle_leser_fortsatt"),
        ("    else:\n        return None\n", "", "domain/samtale/test_noekkelskifte.py"),
    ),
    *i_filen(
        "app/domain/samtale/merknadutkast.py",
        (", Merknadutkast.mottak_id == bruker.mottak_id", "", SEN + "test_utkastet_foelger_ikke_med_til_et_annet_mottak"),
        ("if tekst and _nettopp_sendt(bruker, deltaker.id, tekst):", "if False:", SEN + "test_to_klikk_paa_ti_sekunder_er_ett"),
        ("> MERKNAD_VARSEL.antall:", "> 10**6:", SEN + "test_M7_saa_mange_i_timen_og_ingenting_gaar_tapt"),
        ("Merknadutkast.endret <= naa() - FRIST", "sa.true()", SEN + "test_en_glemt_merknad_sendes_av_systemet"),
        ("if vist.versjon != inn.versjon and not", "if False and not", SEN + "test_en_konflikt_viser_ikke_den_andres_tekst"),
        ("return Konflikt(rad.versjon, None, navn, rad.endret)", "return Konflikt(rad.versjon, _vist(rad).tekst, navn, rad.endret)", KONFLIKT),
        ("    if not funnet.laast:\n        raise IkkeFerdigstilt\n", "", SEN + "test_bare_mottakets_egne_naar_utkastet"),
    ),
    *i_filen(
        "app/domain/kompass/engangskode.py",
        ("        return _hasher.verify(lagret or _INGENS,", "        return lagret is not None and _hasher.verify(lagret or _INGENS,", INNLOESING + "test_I3_feil_gjoer_samme_regnearbeid"),
    ),
    *i_filen(
        "app/domain/kompass/innloesing.py",
        ("            Kompasskode.utloeper > naa(),\n", "", INNLOESING + "test_I3_alle_feil_er_like"),
        ("            Kompasskode.trukket.is_(None),\n            Kompasskode.utloeper > naa(),", "            Kompasskode.utloeper > naa(),", INNLOESING + "test_I3_alle_feil_er_like"),
        ("            Kompasskode.brukt.is_(None),\n            Kompasskode.trukket", "            Kompasskode.trukket", INNLOESING + "test_I3_alle_feil_er_like"),
        ("if talt and talt >= HOEYST_FORSOEK:", "if False:", INNLOESING + "test_I7_fem_feil_dreper_koden_og_ingen_annen"),
        ("    forsoek.tell(KOMPASS_NUMMER, hvem)\n", "", INNLOESING + "test_I7_fem_hundre_gjetninger"),
        ("        forsoek.tell(KOMPASS_ADRESSE, adresse)\n", "        pass\n", INNLOESING + "test_I7_fra_en_adresse"),
        ("or (antall and full)", "or full", INNLOESING + "test_I7_fem_hundre_gjetninger"),
    ),
    *i_filen(
        "app/domain/kompass/kode.py",
        ("    if not kan(bruker, Rett.KOMPASS_TILDELE, beboer):\n        raise Nektet\n", "", KOMPASS + "test_S13_S16_S18_S19_rollen_og_saken_avgjoer"),
        (" and forrige.id != erstatter", "", KOMPASS + "test_I4_ny_kode_gjoer_den_gamle_ugyldig"),
        ("beboer.kompass_registrert or ", "", KOMPASS + "test_den_som_er_registrert_faar_ingen_kode"),
        (", Kompasskode.brukt.is_not(None)))\n    if rad", "))\n    if rad", INNLOESING + "test_I9_bare_sin_egen_registrering"),
        ("        trekk_tilbake(rad.beboer_id, Trekkaarsak.TRUKKET)\n", "", INNLOESING + "test_en_ny_kode_doer_naar_registreringen_kommer"),
    ),
    *i_filen(
        "app/domain/register/endring.py",
        ("if beboer.har_bosettingssak and beboer.samtalestatus", "if beboer.samtalestatus", FLYTTING + "test_uten_bosettingssak_tar_registeret_ingen_ut"),
        (" and beboer.samtalestatus == Samtalestatus.KLAR:", ":", FLYTTING + "test_en_som_ikke_lenger_er_klar_er_ingen_oppgave"),
        ("    kode.trekk_tilbake(beboer.id, Trekkaarsak.FLYTTET)\n", "", "samtidighet/test_kompass_samtidig.py::test_flytting_trekker_koden"),
        ("    skjermingstilgang.avslutt_ved_flytting(beboer.id)\n", "", "web/imdi/test_skjerming.py::test_en_flytting_avslutter_tilgangen"),
    ),
    *i_filen(
        "app/domain/register/person.py",
        ("[=+@-]", "[=@]", "domain/register/test_register_fil.py::test_en_celle_som_et_regneark_ville_regne_ut_avvises"),
        ('r"\\s*[', 'r"[', "domain/register/test_register_fil.py::test_en_celle_som_et_regneark_ville_regne_ut_avvises"),
    ),
)  # fmt: skip
