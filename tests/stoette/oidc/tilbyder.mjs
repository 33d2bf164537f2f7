/* An OpenID provider that is not ours: npm oidc-provider, set up as ID-porten answers. Given a JSON object as its
   argument: {port, clients, findes: false} …; it says «klar» when it answers. Who logs in, and how strongly, is chosen
   on its login page: the tests send the form, a person presses a button. */
import { createServer } from "node:http";
import Provider from "oidc-provider";

const valg = JSON.parse(process.argv[2]);
const utsteder = `http://127.0.0.1:${valg.port}`;

const tilbyder = new Provider(utsteder, {
  clients: valg.clients,
  acrValues: ["idporten-loa-substantial", "idporten-loa-high"],
  claims: { openid: ["sub", "sid"], profile: ["pid"], acr: null, auth_time: null, sid: null },
  conformIdTokenClaims: false,
  cookies: { keys: ["bare for tester"] },
  jwks: { keys: valg.noekler },
  pkce: { required: () => true },
  enabledJWA: { clientAuthSigningAlgValues: ["RS256", "ES256"] },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: async (ctx, skjema) => {
        ctx.body = `<!doctype html><title>Logg ut</title>${skjema}<button name="logout" value="yes" form="op.logoutForm">Logg ut</button>`;
      },
    },
  },
  // Its guard against addresses on the inside drops calls to this machine, where the tests are.
  fetch: (adresse, { dispatcher, ...resten }) => fetch(adresse, resten),
  interactions: { url: (_ctx, { uid }) => `/innlogging/${uid}` },
  findAccount: async (_ctx, sub) => ({ accountId: sub, claims: async () => ({ sub, pid: sub.replace("sub-", "") }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid profile");
    await grant.save();
    return grant;
  },
});
tilbyder.proxy = false;

async function innlogging(req, res) {
  if (req.method === "GET") {
    const personer = (valg.personer ?? []).map((p) => `<button name="pid" value="${p.pid}">${p.navn}</button>`).join("");
    res.setHeader("Content-Type", "text/html; charset=utf-8");
    return res.end(`<!doctype html><title>Test-ID</title><form method="post">${personer}</form>`);
  }
  let kropp = "";
  for await (const del of req) kropp += del;
  const felt = new URLSearchParams(kropp);
  if (felt.has("avbryt")) return tilbyder.interactionFinished(req, res, { error: "access_denied" });
  const acr = felt.get("acr") ?? "idporten-loa-high";
  return tilbyder.interactionFinished(req, res, { login: { accountId: `sub-${felt.get("pid")}`, acr, amr: ["Test"] } });
}

createServer((req, res) => {
  if (req.url.startsWith("/innlogging/")) innlogging(req, res).catch((feil) => { res.statusCode = 500; res.end(String(feil)); });
  else tilbyder.callback()(req, res);
}).listen(valg.port, "127.0.0.1", () => console.log("klar"));
