/* What htmx cannot do alone for the autosave: count the saves, say how each went, try again, and lose nothing on the way out.
   Every field is a .felt[data-sti] whose own hx-post saves it (templates/felt/_felt.html); no text is kept in browser storage.
   The sentences are data attributes of #tilkobling (templates/samtale/side.html). */
"use strict";
document.documentElement.classList.add("js");

(() => {
  const LENGSTE_PAUSE = 10000;
  const klient = crypto.randomUUID();
  const tekster = document.getElementById("tilkobling")?.dataset ?? {};
  const tilstander = new WeakMap();
  let sekvens = 0;
  let veiUt = null;
  let gaarLikevel = false;

  const lytt = (navn, gjoer, hvor = document) => hvor.addEventListener(navn, gjoer);
  const felter = () => [...document.querySelectorAll(".felt[data-sti]")];
  const feltet = (hendelse) => (hendelse.detail.elt?.matches?.(".felt[data-sti]") ? hendelse.detail.elt : null);
  const kontroller = (felt) => [...felt.querySelectorAll(`[name="${CSS.escape(felt.dataset.sti)}"]`)];
  const versjon = (felt) => felt.querySelector(".lagring input[type=hidden]");
  const erValg = (k) => k.type === "radio" || k.type === "checkbox";

  /** The field's answer as the form would send it; with `lastet`, as the server drew it. */
  function verdi(felt, lastet = false) {
    return JSON.stringify(kontroller(felt).flatMap((k) => {
      if (erValg(k)) return (lastet ? k.defaultChecked : k.checked) ? [k.value] : [];
      return [lastet ? k.defaultValue : k.value];
    }));
  }

  /** The field's answer as people read it. */
  const lesbar = (felt) => kontroller(felt)
    .flatMap((k) => (!erValg(k) ? [k.value] : k.checked ? [k.labels[0].textContent.trim()] : [])).join(", ");

  /** `lagret` is what the server holds, `sendt` what was last sent to it. Steps: rolig (calm), sender, venter (not stored,
      tries again `forsoek` times over), avvist (refused: waits for another text), konflikt (waits for the user's choice). */
  function tilstand(felt) {
    if (!tilstander.has(felt)) tilstander.set(felt, { lagret: verdi(felt, true), sendt: null, steg: "rolig", forsoek: 0 });
    return tilstander.get(felt);
  }

  const erUlagret = (felt) => verdi(felt) !== tilstand(felt).lagret;

  function boerSendes(felt) {
    const t = tilstand(felt);
    if (t.steg === "konflikt") return false;
    return t.steg === "avvist" ? verdi(felt) !== t.sendt : t.steg === "venter" || erUlagret(felt);
  }

  const lagre = (felt) => htmx.trigger(felt, "lagre");
  const lagreVentende = () => felter().filter((felt) => tilstand(felt).steg === "venter").forEach(lagre);

  /* ---- What the user is told ---- */

  function meld(felt, kode, melding) {
    const linje = document.createElement("span");
    linje.className = `lagringstekst lagringstekst--${kode}`;
    linje.textContent = melding;
    felt.querySelector(".lagring").replaceChildren(versjon(felt), linje);
  }

  function si(melding) {
    const linje = document.getElementById("tilkobling");
    if (linje && linje.textContent !== melding) linje.textContent = melding;
  }

  function visTilkobling() {
    const antall = felter().filter((felt) => tilstand(felt).forsoek).length;
    si(antall ? (antall === 1 ? tekster.venterEtt : tekster.venterFlere).replace("{antall}", antall) : "");
  }

  function fokuser(del) {
    (del?.querySelector("input:checked") ?? del?.querySelector("input:not([type=hidden]), textarea, select, button"))?.focus();
  }

  /** Questions that depend on another answer appear and disappear with it. */
  function visAvhengige() {
    for (const del of document.querySelectorAll("[data-hvis]")) {
      const styrer = document.querySelector(`.felt[data-sti="${CSS.escape(del.dataset.hvis)}"]`);
      if (styrer) del.hidden = styrer.hidden || !JSON.parse(verdi(styrer)).includes(del.dataset.hvisVerdi);
    }
  }

  /* ---- How a save went ---- */

  function settSteg(felt, steg) {
    Object.assign(tilstand(felt), { steg, forsoek: 0 });
    kontroller(felt).forEach((k) => (steg === "rolig" ? k.removeAttribute("aria-invalid") : k.setAttribute("aria-invalid", "true")));
  }

  function proevIgjen(felt, melding) {
    const t = tilstand(felt);
    t.steg = "venter";
    meld(felt, "feil", melding);
    clearTimeout(t.klokke);
    t.klokke = setTimeout(lagre, Math.min(LENGSTE_PAUSE, 1000 * 2 ** t.forsoek++), felt);
  }

  /** Another login in this browser has another token: take it from the page as it is now, then try again. */
  async function fornyMerke(felt) {
    Object.assign(tilstand(felt), { steg: "venter", fornyet: true });
    try {
      const svar = await fetch(location.href);
      const side = new DOMParser().parseFromString(await svar.text(), "text/html");
      const nytt = side.querySelector("[name=csrf_token]")?.value;
      if (nytt) document.querySelectorAll("[name=csrf_token]").forEach((merke) => { merke.value = nytt; });
    } finally {
      lagre(felt);
    }
  }

  function etterSvar(felt, status) {
    const t = tilstand(felt);
    if (status >= 200 && status < 300) {
      Object.assign(t, { lagret: t.sendt, fornyet: false });
      settSteg(felt, "rolig");
      if (erUlagret(felt)) lagre(felt);
      lagreVentende();
    } else if (status === 409 || status === 422) {
      settSteg(felt, felt.querySelector("[data-behold]") ? "konflikt" : "avvist");
    } else if (status === 403 && !t.fornyet) {
      fornyMerke(felt);
    } else if ([403, 404, 413].includes(status)) {
      settSteg(felt, "avvist");
      meld(felt, "feil", status === 413 ? tekster.forStor : tekster.ikkeTilgang);
    } else {
      proevIgjen(felt, status === 401 ? tekster.utlogget : tekster.ikkeKontakt);
    }
    visTilkobling();
  }

  lytt("htmx:configRequest", (h) => {
    const felt = feltet(h);
    if (!felt) return;
    if (!boerSendes(felt)) return h.preventDefault();
    const t = tilstand(felt);
    Object.assign(t, { sendt: verdi(felt), steg: "sender" });
    Object.assign(h.detail.parameters, { klient, sekvens: ++sekvens });
    if (!t.forsoek) meld(felt, "sender", tekster.lagrer);
  });
  /* The page stays when the login has ended: the field says so itself. */
  lytt("htmx:beforeOnLoad", (h) => { if (feltet(h) && h.detail.xhr.status === 401) h.preventDefault(); });
  lytt("htmx:beforeSwap", (h) => {
    const felt = h.target.closest(".felt[data-sti]");
    const avvist = h.detail.xhr.status >= 400;
    if (h.target.id === "skjema") sendMedEnGang();
    if (h.target.matches(".lagring")) {
      if (!h.detail.serverResponse.includes('name="v.')) h.detail.serverResponse = versjon(felt).outerHTML + h.detail.serverResponse;
    } else if (avvist && h.detail.shouldSwap) {
      h.detail.shouldSwap = false;
      si(new DOMParser().parseFromString(h.detail.serverResponse, "text/html").body.textContent.trim());
    }
  });
  lytt("htmx:afterRequest", (h) => {
    const felt = feltet(h);
    if (felt) etterSvar(felt, h.detail.xhr.status);
    else if (h.detail.xhr.status === 200) visTilkobling();
  });
  for (const navn of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    lytt(navn, (h) => { if (!feltet(h)) si(tekster.utenKontakt ?? ""); });
  }
  lytt("online", lagreVentende, window);

  /* ---- What the user does ---- */

  lytt("input", (h) => {
    const felt = h.target.closest(".felt[data-sti]");
    if (felt && tilstand(felt).steg === "konflikt") felt.querySelector(".konflikt dd").textContent = lesbar(felt);
  });
  lytt("change", visAvhengige);
  lytt("htmx:load", (h) => {
    felter().filter(boerSendes).forEach((felt) => { if (tilstand(felt).steg === "rolig") lagre(felt); });
    visAvhengige();
    h.detail.elt.querySelectorAll("[autofocus]").forEach((del) => del.removeAttribute("autofocus"));
    for (const liste of document.querySelectorAll(".liste")) {
      liste.querySelectorAll(".rad > legend").forEach((navn, nr) => { navn.textContent = navn.textContent.replace(/\d+$/, nr + 1); });
    }
    if (h.detail.elt.matches(".felt[data-sti]")) fokuser(h.detail.elt);
    else if (h.detail.elt === document.body && location.hash) fokuser(document.querySelector(`${location.hash}.felt, .liste:has(> ${location.hash})`));
  });
  lytt("click", (h) => {
    const behold = h.target.closest("[data-behold]");
    if (behold) {
      const felt = behold.closest(".felt");
      h.preventDefault();
      versjon(felt).value = behold.dataset.behold;
      Object.assign(tilstand(felt), { lagret: null, steg: "rolig" });
      fokuser(felt);
      lagre(felt);
    }
  });
  /* Enter in a field presses the form's first button: it saves, and the page stays. */
  lytt("submit", (h) => {
    if (h.target.closest("#skjema")) h.preventDefault();
    if (h.defaultPrevented) lagreAlt();
    else if (felter().some(erUlagret)) foerJegGaar(h, () => h.target.submit());
  });

  /* ---- On the way out ---- */

  /** Save everything that waits. The answer is whether all of it is stored. */
  async function lagreAlt() {
    const frist = Date.now() + 15000;
    const underveis = (felt) => erUlagret(felt) && ["rolig", "sender"].includes(tilstand(felt).steg);
    felter().filter(boerSendes).forEach(lagre);
    while (felter().some(underveis) && Date.now() < frist) await new Promise((videre) => { setTimeout(videre, 50); });
    return !felter().some(erUlagret);
  }

  /** Save first, then go; where not all can be saved, the user decides. Of several ways out, the last one asked for counts. */
  async function foerJegGaar(hendelse, gaa) {
    const venterAlt = veiUt !== null;
    hendelse.preventDefault();
    veiUt = gaa;
    if (venterAlt) return;
    const gaar = await lagreAlt() || window.confirm(tekster.gaaLikevel);
    const vei = veiUt;
    veiUt = null;
    if (!gaar) return;
    gaarLikevel = true;
    vei();
    setTimeout(() => { gaarLikevel = false; }, 1000);
  }

  /** The fields are about to go, or may go: send what waits in requests that outlive them. A later copy is harmless. */
  function sendMedEnGang() {
    for (const felt of felter().filter(boerSendes)) {
      const t = tilstand(felt);
      if (t.sendtUt === verdi(felt)) continue;
      t.sendtUt = verdi(felt);
      const kropp = new FormData();
      const felles = { klient, sekvens: ++sekvens, csrf_token: felt.closest("form").elements.csrf_token.value };
      for (const [navn, tekst] of Object.entries(felles)) kropp.set(navn, tekst);
      kropp.set(versjon(felt).name, versjon(felt).value);
      for (const svar of JSON.parse(t.sendtUt)) kropp.append(felt.dataset.sti, svar);
      fetch(felt.getAttribute("hx-post"), { method: "POST", keepalive: true, headers: { "HX-Request": "true" }, body: kropp })
        .catch(() => { t.sendtUt = null; });
    }
  }

  lytt("htmx:confirm", (h) => {
    const elt = h.detail.elt;
    if (elt.closest("#skjema") && !elt.matches(".felt[data-sti], [data-ta-deres]")) foerJegGaar(h, () => h.detail.issueRequest(true));
  });
  lytt("click", (h) => {
    const lenke = h.target.closest("a[href]:not([hx-get], [target])");
    const blir = !lenke || lenke.getAttribute("href").startsWith("#") || h.ctrlKey || h.metaKey || h.shiftKey || h.altKey;
    if (!blir && felter().some(erUlagret)) foerJegGaar(h, () => { location.href = lenke.href; });
  });
  lytt("beforeunload", (h) => {
    const rekkerIkke = (felt) => !navigator.onLine || !["rolig", "sender"].includes(tilstand(felt).steg);
    if (!gaarLikevel && felter().some((felt) => erUlagret(felt) && rekkerIkke(felt))) h.preventDefault();
  }, window);
  lytt("visibilitychange", () => { if (document.visibilityState === "hidden") sendMedEnGang(); });
  lytt("pagehide", sendMedEnGang, window);
  lytt("pageshow", (h) => { if (h.persisted) location.reload(); }, window);
})();
