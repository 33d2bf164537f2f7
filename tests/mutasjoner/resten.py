"""Mutations of what the domain stands on and of what stands on it: the database, the worker, login, the rooms."""

from stoette.mutasjon import i_filen

DB = "kjeller/test_db.py::"
OIDC = "web/innlogging/test_oidc_token.py::"
SESJON = "web/innlogging/test_sesjon.py::"
TILGANG = "huset/test_tilgang.py::"

RESTEN = (
    *i_filen(
        "app/db.py",
        ('"synchronous=FULL"', '"synchronous=OFF"', DB + "test_hver_tilkobling_er_satt_opp"),
        ('"secure_delete=ON"', '"secure_delete=OFF"', DB + "test_det_som_slettes_er_borte_fra_filen"),
        ('"foreign_keys=ON"', '"foreign_keys=OFF"', DB + "test_hver_tilkobling_er_satt_opp"),
    ),
    *i_filen(
        "app/driftslogg.py",
        ("re.fullmatch(r\"-?\\w{1,40}\", str(m))", "m", "huset/test_driftslogg.py::test_aarsaken_er_slag_og_koder_aldri_setninger"),
        ("str(record.msg)", "record.getMessage()", "huset/test_driftslogg.py::test_G6_en_linje_er_en_linje_hva_den_enn_holder"),
    ),
    *i_filen(
        "app/worker.py",
        ("    except Exception as feil:\n        driftslogg.skriv_linje(hendelse", "    except (LookupError, ArithmeticError) as feil:\n        driftslogg.skriv_linje(hendelse", "kjeller/test_worker.py"),
        ("laan)\n    except Exception as feil:\n", "laan)\n    except posttjener.Avvist as feil:\n", "kjeller/test_epost_smtp.py::test_M3_en_giftig_rad_stopper_ikke_koeen"),
    ),
    *i_filen(
        "app/web/felles/vakt.py",
        ("HVILER = 5\n", "HVILER = 0\n", "web/innlogging/test_taus_utsteder.py::test_den_som_har_vaert_taus_spoerres_ikke_med_en_gang"),
    ),
    *i_filen(
        "app/web/innlogging/aarsak.py",
        ("(self.AVBRUTT, self.FORELDET, self.FOR_LAVT_NIVAA,", "(self.AVBRUTT, self.FOR_LAVT_NIVAA,", "web/innlogging/test_aerlige.py::test_ingen_av_dem_stenger_kontoret"),
    ),
    *i_filen(
        "app/web/innlogging/sperre.py",
        ("ip_network((adresse, 64)", "ip_network((adresse, 128)", "web/innlogging/test_oidc_nett.py::test_J_en_kundes_IPv6_nett_er_en_adresse"),
    ),
    *i_filen(
        "app/web/innlogging/innlogging.py",
        ("behold=not bekreftet.paa_nytt", "behold=False", "web/innlogging/test_aerlige.py::test_to_faner_kommer_begge_dit_de_skulle"),
        ("if bruker and bruker.aktiv and bruker.roller:", "if bruker:", SESJON + "test_E12_ingen_tilgang"),
    ),
    *i_filen(
        "app/web/innlogging/oekt.py",
        ("    logout_user()\n    session.clear()\n", "    logout_user()\n", SESJON + "test_E1_F4_ny_id_og_nytt_merke_ved_innlogging"),
        ("        innlogging.logg_ut(current_user.hemmelighet)\n", "        pass\n", SESJON + "test_E1_F4_ny_id_og_nytt_merke_ved_innlogging"),
    ),
    *i_filen(
        "app/web/innlogging/oidc.py",
        (" or not _ta_merke(\"state\", state, varer=PAABEGYNT_VARER)", "", OIDC + "test_E9_svaret_kan_ikke_sendes_to_ganger_til_en_utsteder_som_godtar_det"),
        ("not in _klient().oppsett.acr:", "in ():", OIDC + "test_E8_galt_id_token"),
    ),
    *i_filen(
        "app/web/felles/soek.py",
        (" if eier == innlogget().id else \"\"", "", "web/mottak/test_beboere_soek.py::test_soeket_gjelder_bare_den_som_soekte"),
        ("(InvalidToken, ValueError)", "InvalidToken", "web/mottak/test_beboere_soek.py::test_et_ekte_segl_som_er_skadet_er_ikke_noe_soek"),
    ),
    *i_filen(
        "app/web/felles/rom.py",
        ("    if not kan(bruker, krav.rett):\n        raise Forbidden\n", "", TILGANG + "test_rollene_leses_ved_hver_forespoersel"),
        ('if request.headers.get("X-Bruker", bruker.id) != bruker.id:', "if False:", SESJON + "test_E6_nytt_merke_bare_til_den_siden_ble_laget_for"),
        ("_logg_inn_igjen() if krav.fersk and not bruker.er_fersk else None", "None", "web/innlogging/test_fersk.py::test_E13_et_sent_skjema_endrer_ingenting_og_sier_det"),
        ("request.method not in LESENDE or krav.leselogget", "True", "huset/test_omveier.py::test_det_en_visning_skriver_mens_den_leses_blir_ikke_lagret"),
        (" or krav.leselogget", "", "web/imdi/test_fordelingsklare.py::test_siden_viser_merknaden_og_hver_lesing_logges"),
        ("            if skjermede:\n                skjerming.loggfoer_lesing(bruker)\n", "", "web/imdi/test_skjerming.py::test_alt_er_loggfoert"),
        ("    if krav.passiv and not skjermede:\n        return\n    bruker: Any = innlogget()\n    i_bruk = bruker.is_authenticated and not krav.passiv and", "    bruker: Any = innlogget()\n    i_bruk = bruker.is_authenticated and", SESJON + "test_E5_bare_brukerens_egen_bruk_forlenger"),
        ("if view_func is None or krav is None:", "if view_func is None:", "huset/test_mekanismen.py::test_et_rom_tar_ikke_imot_en_rute_uten_rett"),
        ('endepunkt != "static" and krav_til(view) is None', "False", "huset/test_mekanismen.py::test_en_rute_utenom_rommene_stopper_starten"),
    ),
    *i_filen(
        "tests/stoette/inspektoer.py",
        ("len(ider) == len(set(ider))", "True", "huset/test_inspektoer.py"),
        ("peker <= ider", "True", "huset/test_inspektoer.py"),
    ),
    *i_filen(
        "app/domain/samtale/samtale.py",
        ("    .with_for_update(key_share=True)\n    .cte", "    .cte", "samtidighet/test_samtidighet.py::test_K7_ingen_lagring_etter_ferdigstilling"),
        uten="sqlite",
    ),
    *i_filen(
        "app/domain/brukere/virkested.py",
        ("order_by(Rolletildeling.bruker_id).with_for_update()", "order_by(Rolletildeling.bruker_id)", "web/brukere/test_brukere_imdi.py::test_D6_to_administratorer_i_imdi_kan_ikke_fjerne_hverandre"),
        uten="sqlite",
    ),
)  # fmt: skip
