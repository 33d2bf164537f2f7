"""Every page and state: no axe violations in light and dark, at a desk and on a telephone, and no sideways scroll."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from e2e.nettleser import Vindu, ferdigstill, fyll_ut

MED_SPOERRING = (
    "/mottak/oppgaver?detaljer=alle",
    "/mottak/beboere?detaljer=alle",
    "/mottak/beboere?status=fordelingsklar&sorter=-navn",
    "/kommuner?q=oslo",
    "/kommuner?q=finnes+ikke",
)
STANDARDER = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FAA_BLIKK = ((320,), (360, "dark"), (1280, "light"))
ALLE_BLIKK = ((320,), (360, "dark", "light"), (1280, "dark", "light"), (2560,))
"""How wide the window is, and in which colours axe looks at it; without any, only whether it is too narrow."""
AXE = """async (regler) => {
    const stille = [...document.querySelectorAll("body *")].filter((e) => getComputedStyle(e).position === "sticky");
    for (const e of stille) e.style.position = "static";
    const svar = await axe.run(document, {runOnly: regler, resultTypes: ["violations"]});
    for (const e of stille) e.style.position = "";
    return svar.violations.flatMap((b) => b.nodes.map((n) => `${b.id}: ${n.target.join(" ")} ${n.failureSummary}`));
}"""
"""What stays while one scrolls lies still meanwhile: else a target is as small as the bar happens to leave of it, and
a line more or less somewhere decides whether a test is red. That nothing in use is hidden by it, others look at."""
FOR_BREDT = """() => {
    const bredde = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= bredde) return [];
    return [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > bredde + 1)
        .map((e) => `${e.tagName} #${e.id} .${e.className}`).slice(0, 5).concat("siden ruller sidelengs");
}"""

DELTE_ORD = """() => [...document.querySelectorAll("h1, h3, .undermeny a, .deler a")].flatMap((e) => {
    const delte = [], tekster = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    while (tekster.nextNode()) for (const ord of tekster.currentNode.data.matchAll(/[^\\s\\-–]+/g)) {
        const hvor = document.createRange();
        hvor.setStart(tekster.currentNode, ord.index);
        hvor.setEnd(tekster.currentNode, ord.index + ord[0].length);
        const linjer = new Set([...hvor.getClientRects()].map((k) => Math.round(k.top)));
        if (linjer.size > 1) delte.push(`delt over to linjer: ${ord[0]}`);
    }
    return delte;
})"""


def er_i_orden(vindu: Vindu, tilstand: str) -> None:
    """Look at the page as it stands: on a telephone in the dark and at a desk by day, and in --alt in every way."""
    side, funn = vindu.side, []
    side.wait_for_load_state()
    for bredde, *farger in ALLE_BLIKK if vindu.grundig else FAA_BLIKK:
        side.set_viewport_size({"width": bredde, "height": 800})
        feil = side.evaluate(FOR_BREDT)
        if farger:
            feil += side.evaluate(DELTE_ORD)
        for farge in farger:
            feil += axe(vindu, farge)
        funn += [f"{tilstand}, {bredde}, {farger}: {en}" for en in feil]
    assert not funn, "\n".join(funn)


def axe(vindu: Vindu, farge: str) -> list[str]:
    vindu.side.emulate_media(color_scheme=farge, reduced_motion="reduce")
    if not vindu.side.evaluate("window.axe !== undefined"):
        vindu.side.evaluate(AXE_SCRIPT)
    return vindu.side.evaluate(AXE, STANDARDER)


def test_sidene_rundt(per, nytt_vindu, app):
    """Every page that has an address of its own: as Per sees it, or else an administrator."""
    kari = nytt_vindu("kari")
    regler = [regel.rule for regel in app.url_map.iter_rules() if "GET" in regel.methods and not regel.arguments]
    sett = []
    for adresse in (*sorted(regler), *MED_SPOERRING):
        vindu = next((v for v in (per, kari) if er_side(v, adresse)), None)
        if vindu:
            vindu.side.goto(adresse)
            er_i_orden(vindu, adresse)
            sett.append(adresse)
    assert {"/", "/mottak/oppgaver", "/mottak/beboere", "/kommuner", "/varsler", "/hjelp", *MED_SPOERRING} <= set(sett)


def er_side(vindu: Vindu, adresse: str) -> bool:
    """A whole page that this person may see; not what machines ask for, nor what leads elsewhere."""
    svar = vindu.kontekst.request.get(adresse, max_redirects=0)
    return svar.status == 200 and "<html" in svar.text()


def test_uten_innhold_og_uten_adgang(nytt_vindu):
    utenfor = nytt_vindu()
    utenfor.side.goto("/logg-inn")
    er_i_orden(utenfor, "innloggingen")
    fyll_ut("Olena Kovalska", av="ingrid")
    ferdigstill("Olena Kovalska", av="ingrid")
    ingrid = nytt_vindu("ingrid")
    ingrid.side.goto("/mottak/oppgaver")
    expect(ingrid.side.get_by_text("Oppgavelisten er tom.")).to_be_visible()
    er_i_orden(ingrid, "tom oppgaveliste")
    ingrid.forvent("404")
    ingrid.side.goto("/finnes-ikke")
    er_i_orden(ingrid, "404")
    tuva = nytt_vindu("tuva")
    tuva.forvent("403")
    tuva.side.goto("/mottak/oppgaver")
    er_i_orden(tuva, "403")


def test_detaljer_som_hentes_inn(per):
    side = per.side
    side.goto("/mottak/beboere")
    side.get_by_role("searchbox").fill("Yonas")
    side.get_by_role("button", name="Søk").click()
    side.get_by_text("Vis detaljer", exact=True).click()
    expect(side.get_by_text("Statsborgerskap")).to_be_visible()
    er_i_orden(per, "søketreff med detaljer")
    side.get_by_role("searchbox").fill("finnes ikke")
    side.get_by_role("button", name="Søk").click()
    expect(side.get_by_text("Yonas Tesfalem")).to_have_count(0)
    er_i_orden(per, "søk uten treff")


def test_skjemaet_i_alle_tilstander(per, nytt_vindu):
    """A family's form with help open, dependent questions, rows, a save, a fault, a conflict and a dead network at once."""  # noqa: E501
    per.forvent("409", "422", "net::ERR", "htmx:")
    per.gjennomfoer("Familien Khaldoun")
    er_i_orden(per, "skjemaet, tomt")
    mari = nytt_vindu("mari").gjennomfoer("Familien Khaldoun")
    mari.kontroll("spraak").fill("Arabisk og engelsk")
    mari.velg("tolk_brukt", "Tolk på skjerm")
    mari.er_lagret("spraak", "tolk_brukt")
    side = per.side
    for sti, svar in (("har_tilknytning", "Ja"), ("har_behov", "Ja"), ("samtykke", "Ja"), ("kategorier", "Annet")):
        per.velg(sti, svar)
    for rad in ("Relasjon", "Behandler"):  # the first row moves the second button: not both at once
        side.get_by_role("button", name=f"Legg til {rad.lower()}").click()
        expect(side.get_by_role("group", name=f"{rad} 1", exact=True)).to_be_visible()
    per.felt("morsmaal").locator(".hjelp > summary").click()
    per.kontroll("morsmaal").fill("arabisk")
    per.kontroll("egen_telefon").fill("ring meg")
    per.kontroll("spraak").fill("Bare arabisk")
    per.kontroll("bosettingsmerknad").fill("Har vært utsatt for vold")
    expect(per.side.get_by_role("button", name="Flytt til intern bosettingsmerknad")).to_be_visible()
    per.velg("tolk_brukt", "Uten tolk")
    expect(side.get_by_role("button", name="Behold mitt svar")).to_have_count(2)
    expect(per.status("egen_telefon")).to_contain_text("Ikke lagret.")
    per.er_lagret("morsmaal", "har_behov")
    per.kontekst.set_offline(True)
    per.kontroll("interesser").fill("Sjakk")
    expect(side.locator("#tilkobling")).not_to_be_empty()
    er_i_orden(per, "skjemaet, med alt på en gang")


def test_gjennomlesing_og_laast_skjema(per, nytt_vindu):
    per.forvent("409", "422")
    side = per.side
    knapp = side.get_by_role("button", name="Ferdigstill bosettingssamtale")
    per.gjennomfoer("Yonas Tesfalem")
    skjema = side.url
    side.get_by_role("link", name="Ferdigstill bosettingssamtale").click()
    er_i_orden(per, "lesningen, med mangler")
    knapp.click()
    er_i_orden(per, "lesningen, avvist for mangler")
    fyll_ut("Yonas Tesfalem", intern_merknad="Bare for IMDi.", interesser="Sjakk")
    side.goto(side.url)
    er_i_orden(per, "lesningen, klar")
    fyll_ut("Yonas Tesfalem", interesser="Dam", har_tilknytning="ja", tilknytning=[{"navn": "Anna Berg"}])
    knapp.click()
    expect(side.get_by_role("alert")).to_be_visible()
    er_i_orden(per, "lesningen, avvist for endringer")
    knapp.click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Bosettingssamtalen er ferdigstilt")
    er_i_orden(per, "kvitteringen")
    side.goto(skjema)
    er_i_orden(per, "låst skjema")


def test_papiret_har_hele_teksten(yonas):
    """The control shows 21 of 48 lines on the screen, and of one long line only its beginning."""
    lang, linje = "Denne setningen er til for å fylle et ark. " * 90, "ord " * 50
    yonas.kontroll("bosettingsmerknad").fill(lang)
    yonas.kontroll("interesser").fill(linje)
    yonas.er_lagret("bosettingsmerknad", "interesser")
    side = yonas.side
    side.evaluate("addEventListener('afterprint', () => { window.skrevet = true; })")
    assert len(side.pdf(format="A4")) > 10_000
    assert side.evaluate("window.skrevet"), "utskrift sier fra til siden"
    side.emulate_media(media="print")
    side.evaluate("dispatchEvent(new Event('beforeprint'))")
    for sti, tekst in (("bosettingsmerknad", lang), ("interesser", linje)):
        papir = yonas.felt(sti).locator(".paa-papir")
        expect(papir).to_have_text(tekst.strip())
        expect(yonas.kontroll(sti)).to_be_hidden()
        assert papir.evaluate("p => p.scrollHeight <= p.clientHeight && p.scrollWidth <= p.clientWidth"), sti
    side.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(side.locator(".paa-papir")).to_have_count(0)
    expect(yonas.kontroll("bosettingsmerknad")).to_be_visible()
