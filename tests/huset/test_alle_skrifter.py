"""What people write in their own script stands as they wrote it, everywhere it is shown: code point for code point."""

import html

import pytest
from stoette import gjoer, innsyn
from stoette.skjemaer import PLASSER, i_skjemaet

pytestmark = pytest.mark.begge_lagre
SKRIFTER = (
    "بوی جوی مولیان آید همی، می\u200cخواهم خانه\u200cای نزدیک مدرسه",
    "أريد أن أسكن قرب أختي في بيرغن ١٢٣", "غواړم ښوونځي ته نږدې وي",
    "ئەمەوێت نزیک خوشکەکەم بم", "میں اپنی بہن کے پاس رہنا چاہتا ہوں",
    "ኣብ ጥቓ ሓብተይ ክነብር እደሊ። ትግርኛ፡ ኣማርኛ", "אני רוצה לגור", "Хочу жити біля сестри, ґанок, їжак",
    "Я хочу жить рядом ё", "Waxaan rabaa inaan ag degganaado walaashay",
    "မြန်မာစာ ကျွန်တော် အမကြီးနားမှာ", "我想住在姐姐附近，彝文 ꆈꌠꁱꂷ", "妹の近くに住みたい ﾊﾝｶｸ",
    "언니 근처에 살고 싶어요 각",
    "मैं बहन के पास रहना चाहता हूँ क्षि", "நான் ஸ்ரீ", "อยากอยู่ใกล้พี่สาว น้ำ",
    "დასთან ახლოს", "Քրոջս մոտ", "བོད་སྐད་ ཨོཾ", "𞤆𞤵𞤤𞤢𞤪 𞤀𞤣𞤤𞤢𞤥", "𐴌𐴟𐴇𐴥𐴝𐴚𐴒𐴙𐴝", "ߒߞߏ",
    "Ɓawo ɗaya, ŋ, ẹ́ ọ̀", "Å Å Å a\u030a e\u0301 é q\u0307\u0323", "ﬁ ½ ① ㎏ ﷺ",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏿 🇳🇴 1️⃣ ☝🏽", "\u202bעברית\u202c \u2067abc\u2069 \u200fא\u200e \u061c",
    "‘«„»’ – — … \u00a0 \u202f x", "𝔸 𐍈 𠮷 🫨", "z\u0301\u0302\u0303\u0304\u0305",
)  # fmt: skip
"""Right to left, left to right and both; joiners, marks that turn the direction, letters of one form and another."""
TEKST = "\n".join(SKRIFTER)
FELTER = [plass.felt for plass in PLASSER if plass.felt.type.mal == "langtekst" and plass.seksjon.navn == "kompetanse"]


def ganger_vist(side) -> set[int]:
    """How many times each of them is to be read on the page."""
    vist = html.unescape(side.text)
    return {vist.count(skrift) for skrift in SKRIFTER}


def test_N2_hver_skrift_vises_som_den_ble_skrevet(app, som) -> None:
    """Form, database, read-through, the mottak's page and IMDi's, which are printed as they are; the remark too."""
    per, mari, siri, yonas = som("per"), som("mari"), som("siri"), innsyn.ider("Yonas Tesfalem")
    per.aapne("Yonas Tesfalem")
    felter = [felt.navn for felt in FELTER]
    alle = len(felter) + 2  # the two remarks
    for sti in (*felter, "bosettingsmerknad", "intern_merknad"):
        assert per.lagre(yonas.skjema, sti, TEKST.replace("\n", "\r\n")).status_code == 200, sti
    assert per.post(f"{yonas.skjema}/notater", {"notat": TEKST[:500]}).status_code == 303
    svarene = innsyn.svarene(yonas.beboer)
    assert {svarene[sti][0] for sti in felter} == {TEKST} and len(felter) == 8
    assert {historie[0][1] for sti in felter if (historie := innsyn.historien(yonas.beboer, sti))} == {TEKST}
    i_feltene = i_skjemaet(mari, yonas.skjema, "kompetanse")
    assert {"\n".join(i_feltene[sti]).replace("\r\n", "\n") for sti in felter} == {TEKST}
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    assert ganger_vist(per.get(f"/samtaler/{yonas.samtale}/ferdigstilling")) == {alle}
    assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303
    assert ganger_vist(per.get(yonas.skjema)) == {alle - 1}, "the remark is IMDi's alone from now on"
    hos_imdi = ganger_vist(siri.get(f"/fordelingsklare/{yonas.samtale}"))
    assert alle in hos_imdi <= {alle, alle + 1}, "det første av kompetansen står også øverst"
    rettet = {"interesser": TEKST + "!", "grunn": TEKST[:200], "nummer": "0"}
    sted = f"/fordelingsklare/{yonas.samtale}/beboere/{yonas.beboer}/retting?felt=interesser"
    assert siri.post(sted, rettet).status_code == 303
    assert min(ganger_vist(siri.get(f"/fordelingsklare/{yonas.samtale}"))) >= alle
