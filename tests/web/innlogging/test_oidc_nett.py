"""Failed logins are counted for the network that one customer has, not for each of its addresses (group J)."""

import test_oidc_token
from test_oidc_token import BASE, hoeyst

besoek, oidc, utsteder = test_oidc_token.besoek, test_oidc_token.oidc, test_oidc_token.utsteder


def test_J_en_kundes_IPv6_nett_er_en_adresse(besoek, monkeypatch):
    """Whoever has a /64 has as many addresses as he likes: they count as one; the neighbour's, and IPv4, as others."""
    hoeyst(monkeypatch, "INNLOGGING_ADRESSE", 3)

    def fra(adresse: str, sti: str) -> int:
        annen = {"environ_overrides": {"REMOTE_ADDR": adresse}, "base_url": BASE}
        return besoek.klient.get(sti, **annen).status_code

    for adresse in ("2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:1:ffff:ffff:ffff:ffff"):
        assert fra(adresse, "/logg-inn/retur?state=x") == 400
    assert fra("2001:db8:0:1:abcd::9", "/logg-inn/start") == 429
    assert fra("2001:db8:0:2::1", "/logg-inn/start") == 302
    for adresse in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        assert fra(adresse, "/logg-inn/retur?state=x") == 400
    assert fra("192.0.2.3", "/logg-inn/start") == 302
