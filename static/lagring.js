/* The autosave: count the saves, say how each went, and try again.
   Every field is a .felt[data-sti] whose own hx-post saves it (templates/felt/_felt.html); no text is kept in browser storage.
   The sentences are data attributes of #tilkobling (templates/samtale/side.html). */
"use strict";

(() => {
  const { lytt, tolk, forrige } = window.mottak;
  const FELT = ".felt[data-sti]";
  /* The page loaded anew goes on where it was: its own save on the way is no colleague's (skjema.js writes it). */
  const arv = forrige?.sted === location.pathname && forrige.bruker === document.getElementById("oekt")?.dataset.bruker ? forrige : null;
  const klient = arv?.klient ?? crypto.randomUUID();
  let sekvens = arv?.sekvens ?? 0;
  const tilkobling = document.getElementById("tilkobling");
  const opplest = document.getElementById("opplest");
  const tekster = tilkobling.dataset;
  const tilstander = new WeakMap();
  const loesrevne = new Set();

  /** Those of the page, and those that have gone from it with a text that is not stored yet. */
  const felter = () => [...document.querySelectorAll(FELT), ...loesrevne];
  const feltet = (hendelse) => (hendelse.detail.elt?.matches?.(FELT) ? hendelse.detail.elt : null);
  const kontroller = (felt) => [...felt.querySelectorAll(`[name="${CSS.escape(felt.dataset.sti)}"]`)];
  const versjon = (felt) => felt.querySelector(".lagring input[type=hidden]");
  const navnPaa = (felt) => felt.querySelector(".ds-label").firstChild.textContent.trim();

  /** What the field's controls hold: for those to choose from, what `valgt` makes of each chosen one, else what `skrevet` does. */
  const les = (felt, merke, valgt, skrevet) => kontroller(felt).flatMap((k) => {
    if (k.type === "radio" || k.type === "checkbox") return k[merke] ? [valgt(k)] : [];
    return [skrevet(k)];
  });
  const verdi = (felt) => JSON.stringify(les(felt, "checked", (k) => k.value, (k) => k.value));
  const lastetVerdi = (felt) => JSON.stringify(les(felt, "defaultChecked", (k) => k.value, (k) => k.defaultValue));
  const lesbar = (felt) => les(felt, "checked", (k) => k.labels[0].textContent.trim(), (k) => k.value).join(", ");

  /** `lagret` is what the server holds, `sendt` what was last sent to it. Steps: rolig (calm), sender, venter (not stored,
      tries again `forsoek` times over), avvist (refused: waits for another text), konflikt (waits for the user's choice).
      `kjent`: a text of the user's own that came along with the page, and is kept whatever he does. */
  function tilstand(felt) {
    if (!tilstander.has(felt)) {
      const kjent = Boolean(felt.querySelector("[data-beholdt]"));
      const steg = kjent ? (felt.querySelector("[data-behold]") ? "konflikt" : "avvist") : "rolig";
      const sendt = kjent ? lastetVerdi(felt) : null;
      tilstander.set(felt, { lagret: kjent ? null : lastetVerdi(felt), sendt, steg, kjent, forsoek: 0 });
    }
    return tilstander.get(felt);
  }

  const erUlagret = (felt) => verdi(felt) !== tilstand(felt).lagret;
  /** The server has the text, though it is not the answer: it is offered when the form is opened again. */
  const erBeholdt = (felt) => Boolean(felt.querySelector("[data-beholdt]"));
  /** Neither stored nor on its way there. */
  const sviktet = (felt) => ["venter", "avvist", "konflikt"].includes(tilstand(felt).steg) && erUlagret(felt);
  /** A day that is being written waits until its year is whole, or the field is left: 01.02.1, 01.02.19. */
  const HEL_DATO = /^(\d{1,2}\D+\d{1,2}\D+\d{4}|\d{4}-\d\d-\d\d|\d{8})?$/;
  const skrivesDato = (felt) => kontroller(felt)
    .some((k) => k === document.activeElement && k.closest(".dato") && !HEL_DATO.test(k.value.trim()));

  function boerSendes(felt) {
    const { steg, sendt } = tilstand(felt);
    if (steg === "konflikt" || skrivesDato(felt)) return false;
    return steg === "avvist" ? verdi(felt) !== sendt : steg === "venter" || erUlagret(felt);
  }
  /** The answer is to a text that has been written on since: half a telephone number is no fault of the whole one. */
  const erForbi = (felt, status) => status === 422 && verdi(felt) !== tilstand(felt).sendt && !skrivesDato(felt);
  const lagre = (felt) => htmx.trigger(felt, "lagre");
  const lagreVentende = () => felter().filter((felt) => tilstand(felt).steg === "venter").forEach(lagre);

  /* ---- What the user is told ---- */
  function meld(felt, kode, textContent) {
    const linje = Object.assign(document.createElement("span"), { className: `lagringstekst lagringstekst--${kode}`, textContent });
    felt.querySelector(".lagring").replaceChildren(versjon(felt), linje);
  }

  const si = (melding) => { if (tilkobling.textContent !== melding) tilkobling.textContent = melding; };
  /** The one live region: what became of a field, when it is left or when it failed. */
  function lesOpp(felt) {
    tilstand(felt).ventesPaa = tilstand(felt).skrevet = false;
    const hva = felt.querySelector(".lagring :is(.ds-validation-message, .lagringstekst)")?.textContent.trim();
    if (hva) opplest.textContent = `${navnPaa(felt)}: ${hva}`;
  }

  function visTilkobling() {
    const antall = felter().filter((felt) => tilstand(felt).forsoek).length;
    si(antall ? (antall === 1 ? tekster.venterEtt : tekster.venterFlere).replace("{antall}", antall) : "");
    visTilstand();
  }

  /** The line for the whole form. While a text is on its way, the line before it stands, without its mark. */
  function visTilstand() {
    const linje = document.getElementById("lagret");
    if (!linje) return;
    linje.dataset.alt ??= linje.textContent.trim();
    const antall = felter().filter(sviktet).length;
    linje.dataset.hvordan = antall ? "feil" : felter().some(erUlagret) ? "underveis" : "alt";
    const tekst = antall ? linje.dataset.ikke.replace("{antall}", antall) : linje.dataset.alt;
    if (linje.textContent === tekst) return;
    /* A date that becomes a time takes a line less where room is short: the bar stays as high as it was. */
    const bjelke = linje.closest(".bjelke");
    bjelke.style.minBlockSize = `${bjelke.getBoundingClientRect().height}px`;
    linje.textContent = tekst;
  }
  lytt("resize", () => document.querySelector(".bjelke")?.style.removeProperty("min-block-size"), window);

  /** How far the form has come, where an answer tells it: «7/20», and each section's missing ones («-»: nothing written). */
  function visTall(hvor) {
    const merke = hvor.querySelector("i[data-tall]");
    const liste = document.getElementById("deler");
    merke?.remove();
    if (!merke || merke.dataset.tall === liste.dataset.tall) return;
    liste.dataset.tall = merke.dataset.tall;
    const [alt, ...deler] = merke.dataset.tall.split(".");
    const [besvarte, paakrevde] = alt.split("/").map(Number);
    const alle = [...liste.querySelectorAll(".stand")];
    /* A section has come or gone since the page was opened: its marks wait for the next page, the sums do not. */
    const merker = alle.length === deler.length ? alle : [];
    merker.forEach((stand, nr) => {
      const [mangler, begynt] = [parseInt(deler[nr], 10), !deler[nr].endsWith("-")];
      stand.dataset.trinn = begynt ? (mangler ? "halv" : "hel") : "tom";
      stand.firstElementChild.textContent = mangler ? liste.dataset.mangler.replace("{antall}", mangler) : liste.dataset[begynt ? "ferdig" : "tom"];
    });
    const krav = merker.map((stand, nr) => stand.hasAttribute("data-krav") && parseInt(deler[nr], 10)).filter((m) => m !== false);
    const sett = (id, mal, ...par) => {
      const sted = document.getElementById(id);
      if (sted) (sted.querySelector("span") ?? sted).textContent = par.reduce((tekst, [navn, tall]) => tekst.replace(`{${navn}}`, tall), sted.dataset[mal]);
    };
    sett("mangler", besvarte === paakrevde ? "fullt" : "flere", ["antall", paakrevde - besvarte]);
    if (merker.length) sett("ferdige", "ferdige", ["ferdige", krav.filter((m) => !m).length], ["antall", krav.length]);
    sett(document.querySelector(".familie [data-av]")?.id, "av", ["besvarte", besvarte], ["paakrevde", paakrevde]);
  }

  function fokuser(del) {
    (del?.querySelector("input:checked") ?? del?.querySelector("input:not([type=hidden]), textarea, select, button"))?.focus();
  }

  /* ---- How a save went ---- */
  function settSteg(felt, steg) {
    Object.assign(tilstand(felt), { steg, forsoek: 0, kjent: false });
    kontroller(felt).forEach((k) => (steg === "rolig" ? k.removeAttribute("aria-invalid") : k.setAttribute("aria-invalid", "true")));
  }

  function omLitt(gjoer, felt) {
    const t = tilstand(felt);
    clearTimeout(t.klokke);
    t.klokke = setTimeout(gjoer, Math.min(10000, 1000 * 2 ** t.forsoek++), felt);
  }

  function proevIgjen(felt, melding) {
    const t = Object.assign(tilstand(felt), { steg: "venter" });
    meld(felt, "feil", melding);
    if (!t.forsoek) lesOpp(felt);
    omLitt(lagre, felt);
  }

  /** Another login in this browser has another token: ask for it, and try again, if the login is the same person's. */
  async function fornyMerke(felt) {
    const t = Object.assign(tilstand(felt), { steg: "venter", fornyet: true });
    const hinder = await window.innlogging.fornyMerke().catch(() => 0);
    if (hinder !== 409) return lagre(felt);
    t.fornyet = false;
    proevIgjen(felt, window.innlogging.annen);
    visTilkobling();
  }

  function erLagret(felt) {
    const t = Object.assign(tilstand(felt), { lagret: tilstand(felt).sendt, fornyet: false });
    settSteg(felt, "rolig");
    const linje = document.getElementById("lagret");
    const tid = /\d\d[.:]\d\d/.exec(felt.querySelector(".lagring").textContent);
    if (linje && tid) linje.dataset.alt = linje.dataset.lagret.replace("{tid}", tid[0]);
    if (erUlagret(felt)) lagre(felt);
    else if (t.ventesPaa) lesOpp(felt);
    lagreVentende();
    htmx.trigger(document.body, `lagret:${felt.dataset.sti}`);
  }

  function etterSvar(felt, status) {
    const t = tilstand(felt);
    if (status >= 200 && status < 300) {
      erLagret(felt);
    } else if (erForbi(felt, status)) {
      settSteg(felt, "rolig");
    } else if (status === 409 || status === 422) {
      settSteg(felt, felt.querySelector("[data-behold]") ? "konflikt" : "avvist");
      lesOpp(felt);
    } else if (status === 403 && !t.fornyet) {
      fornyMerke(felt);
    } else if ([403, 404, 413].includes(status)) {
      settSteg(felt, "avvist");
      meld(felt, "feil", status === 413 ? tekster.forStor : tekster.ikkeTilgang);
      lesOpp(felt);
    } else {
      proevIgjen(felt, status === 401 ? tekster.utlogget : tekster.ikkeKontakt);
    }
    visTilkobling();
  }

  lytt("htmx:configRequest", (h) => {
    const { detail } = h;
    if (detail.verb === "post" && detail.elt.closest("#skjema")) detail.parameters.tall = document.getElementById("deler").dataset.tall;
    const felt = feltet(h);
    if (!felt) return;
    if (!boerSendes(felt)) return h.preventDefault();
    const t = tilstand(felt);
    Object.assign(t, { sendt: verdi(felt), steg: "sender" });
    Object.assign(detail.parameters, { klient, sekvens: ++sekvens });
    /* A long line that becomes a short one lets the next field stay where it is: somebody may be writing in it. */
    const linje = felt.querySelector(".lagring");
    linje.classList.toggle("to-linjer", linje.offsetHeight > 30 && linje.offsetHeight < 50);
    if (!t.forsoek) meld(felt, "sender", tekster.lagrer);
    visTilstand();
  });
  /* The page stays when the login has ended: the field says so itself. */
  lytt("htmx:beforeOnLoad", (h) => { if (feltet(h) && h.detail.xhr.status === 401) h.preventDefault(); });
  let topp = 0;
  const stedet = () => document.activeElement.getBoundingClientRect().top;
  lytt("htmx:beforeSwap", (h) => {
    const { detail, target } = h;
    if (target.matches(".lagring")) {
      topp = stedet();
      if (erForbi(target.closest(FELT), detail.xhr.status)) detail.shouldSwap = false;
      if (!detail.serverResponse.includes('name="v.')) detail.serverResponse = target.firstElementChild.outerHTML + detail.serverResponse;
    } else if (target.closest("#skjema") && detail.xhr.status >= 400 && detail.xhr.status !== 429) {
      detail.shouldSwap = false;
      si(tolk(detail.serverResponse).body.textContent.trim());
    }
  });
  /* What a field above is told does not move the one that is being written in. */
  lytt("htmx:afterSwap", ({ target }) => {
    if (target.matches(".lagring")) window.scrollBy({ top: stedet() - topp, behavior: "instant" });
  });
  lytt("htmx:afterRequest", (h) => {
    const felt = feltet(h);
    visTall(document);
    if (felt) etterSvar(felt, h.detail.xhr.status);
    else if (h.detail.xhr.status === 200) visTilkobling();
  });
  for (const navn of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    lytt(navn, (h) => { if (!feltet(h)) si(tekster.utenKontakt); });
  }
  lytt("online", lagreVentende, window);

  /** A save outside htmx, which lives longer than the page: what is sent as the page goes. */
  const nesteSekvens = () => ++sekvens;
  window.lagring = {
    FELT, arv, klient, nesteSekvens, tilkobling, tekster, loesrevne, felter, kontroller, versjon, navnPaa, verdi, lesbar, tilstand, erUlagret,
    erBeholdt, sviktet, boerSendes, lagre, si, lesOpp, visTilkobling, visTilstand, visTall, fokuser, omLitt,
  };
})();
