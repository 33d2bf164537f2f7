"""Uten svar: a demanded question that people may decline to answer is met by a reason just as by an answer (F71)."""

from app.domain.skjema.felttyper import JaNei
from app.domain.skjema.levetid import Alternativ

JA_NEI_ELLER_GRUNN = JaNei(
    {
        "ja": "Ja",
        "nei": "Nei",
        "ikke_spurt": Alternativ("Ikke spurt", fra=2),
        "vet_ikke": Alternativ("Vet ikke", fra=2),
        "vil_ikke": Alternativ("Vil ikke svare", fra=2),
    }
)
