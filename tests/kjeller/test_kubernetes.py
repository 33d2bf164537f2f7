"""deploy/kubernetes/: each manifest is as the schemas have it, gives what the program asks for, and runs what runs."""

import copy
import re
from collections.abc import Iterator
from typing import Any

import kubernetes_validate
import pytest
import yaml
from stoette.database import PRODUKSJON
from stoette.motor import BILDER, TJENESTER
from stoette.nginx import DEPLOY

from app.config import ROT, les_config
from app.trygghet import UsikkertOppsett

DOKUMENTER: dict[str, dict[str, Any]] = {
    f"{dok['kind']}/{dok['metadata']['name']}": dok
    for fil in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for dok in yaml.safe_load_all(fil.read_text("utf-8"))
}
KJOERER = {
    "web": DOKUMENTER["Deployment/mottak-web"], "arbeider": DOKUMENTER["Deployment/mottak-arbeider"],
    "migrering": DOKUMENTER["Job/mottak-migrering"],
}  # fmt: skip
UTGAVER = ("1.30", kubernetes_validate.latest_version())


FRITT = {"labels", "matchLabels", "data", "stringData", "requests", "limits"}
"""What is under these, the installation names itself."""


def noekler(dok: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Every name in it that the schemas know, with where it stands."""
    if isinstance(dok, list):
        for verdi in dok:
            yield from noekler(verdi)
    for navn, verdi in dok.items() if isinstance(dok, dict) else ():
        if navn not in ("apiVersion", "kind"):
            yield dok, navn
        if navn not in FRITT and not (navn == "selector" and "app" in verdi):
            yield from noekler(verdi)


@pytest.mark.parametrize("navn", DOKUMENTER)
def test_manifestet_er_gyldig_og_en_skrivefeil_sees(navn: str) -> None:
    """Of the oldest version we speak of and the newest; and whichever name is misspelt, it is refused."""
    for utgave in UTGAVER:
        kubernetes_validate.validate(DOKUMENTER[navn], utgave, strict=True)
    for nr in range(len(list(noekler(DOKUMENTER[navn])))):
        feilskrevet = copy.deepcopy(DOKUMENTER[navn])
        sted, noekkel = list(noekler(feilskrevet))[nr]
        sted[f"{noekkel}x"] = sted.pop(noekkel)
        with pytest.raises(kubernetes_validate.ValidationError):
            kubernetes_validate.validate(feilskrevet, UTGAVER[-1], strict=True)


def pod(hva: str) -> dict[str, Any]:
    return KJOERER[hva]["spec"]["template"]["spec"]


@pytest.mark.parametrize("hva", KJOERER)
def test_hver_pod_er_bildet_innelaast_med_det_compose_kjoerer(hva: str) -> None:
    (beholder,) = pod(hva)["containers"]
    assert (beholder["image"], beholder.get("args")) == (BILDER[hva], TJENESTER[hva].get("command"))
    assert beholder["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}
    }  # fmt: skip
    hvem = pod(hva)["securityContext"]
    assert hvem["runAsNonRoot"] and f"{hvem['runAsUser']}:{hvem['runAsGroup']}" == TJENESTER[hva]["user"]
    assert not pod(hva)["automountServiceAccountToken"] and {"requests", "limits"} == set(beholder["resources"])
    assert {sted["mountPath"]: sted["name"] for sted in beholder["volumeMounts"]} == {"/tmp": "tmp", "/data": "data"}
    assert [rom["name"] for rom in pod(hva)["volumes"]] == ["tmp", "data"]


def test_navnene_manifestene_bruker_om_hverandre_finnes() -> None:
    for hva in KJOERER:
        merker = KJOERER[hva]["spec"]["template"]["metadata"]["labels"]
        assert KJOERER[hva]["spec"].get("selector", {"matchLabels": merker}) == {"matchLabels": merker}
        for kilde in pod(hva)["containers"][0]["envFrom"]:
            ((slag, om),) = kilde.items()
            assert f"{ {'configMapRef': 'ConfigMap', 'secretRef': 'Secret'}[slag] }/{om['name']}" in DOKUMENTER
    tjeneste, (web,) = DOKUMENTER["Service/mottak"]["spec"], pod("web")["containers"]
    assert tjeneste["selector"].items() <= KJOERER["web"]["spec"]["template"]["metadata"]["labels"].items()
    havner = {havn["name"] for havn in web["ports"]}
    assert tjeneste["ports"][0]["targetPort"] in havner and web["ports"][0]["containerPort"] == 8000
    proever = {navn: web[navn]["httpGet"] for navn in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert [om["path"] for om in proever.values()] == ["/helse", "/helse", "/klar"]
    assert {om["port"] for om in proever.values()} <= havner
    krav = pod("arbeider")["volumes"][1]["persistentVolumeClaim"]["claimName"]
    assert f"PersistentVolumeClaim/{krav}" in DOKUMENTER


def test_oppsettet_er_det_produksjon_trenger_og_uten_en_hemmelighet() -> None:
    """With a value for each name production starts; without any one of them, or with what the file has, it does not."""
    aapent, hemmelig = DOKUMENTER["ConfigMap/mottak"]["data"], DOKUMENTER["Secret/mottak"]["stringData"]
    eier = DOKUMENTER["Secret/mottak-eier"]["stringData"]
    assert set((hemmelig | eier).values()) == {""}
    assert [navn for navn in aapent if re.search("KEYS?$|SECRET|TOKEN|_URL$", navn)] == ["BASE_URL"]
    pg = "postgresql://mottak_app:x@pg.example.no/mottak?sslmode=verify-full"
    verdier = PRODUKSJON | dict.fromkeys(("DATABASE_URL", "MIGRERING_DATABASE_URL"), pg)
    verdier |= {"OIDC_PRIVATE_KEY": "{}", "OIDC_KEY_ID": "1"}
    miljoe = {navn: verdier[navn] for navn in aapent | hemmelig}
    assert les_config(miljoe) and les_config(miljoe | {navn: verdier[navn] for navn in eier})
    uten_feil = {"MOTTAK_ENV", "DATABASE_URL", "OIDC_KEY_ID"}  # what they are without, does not do for this
    for navn in set(miljoe) - uten_feil:
        with pytest.raises(UsikkertOppsett):
            les_config({n: v for n, v in miljoe.items() if n != navn})
    tabellen = (ROT / "docs/drift.md").read_text("utf-8").partition("## Innlogging")[0]
    assert [navn for navn in miljoe | eier if f"`{navn}`" not in tabellen] == []
