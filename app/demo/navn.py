"""Names, languages and sentences that the demo's made-up residents are put together from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Land:
    """What people from a country may be called, and the language they ask an interpreter for."""

    spraak: str
    menn: tuple[str, ...]
    kvinner: tuple[str, ...]
    etternavn: tuple[str, ...]


def _land(spraak: str, menn: str, kvinner: str, etternavn: str) -> Land:
    return Land(spraak, tuple(menn.split()), tuple(kvinner.split()), tuple(etternavn.split()))


LAND = {
    "Afghanistan": _land(
        "dari",
        "Farid Navid Omid Zaman Jawid Rahim",
        "Parwana Shabnam Laila Mina Freshta Nazia",
        "Haidarian Sultanyar Kazempur Qaderian Rostamyar Wahidzad",
    ),
    "Burundi": _land(
        "kirundi",
        "Innocent Désiré Prosper Egide Fabrice Thierry",
        "Ange Divine Odette Belyse Ines Yvonne",
        "Nduwimara Hakizabera Bigirindavi Niyonsaba Ndayikeza Irankundo",
    ),
    "DR Kongo": _land(
        "swahili",
        "Dieudonné Patrick Christian Héritier Serge Olivier",
        "Esther Solange Mireille Furaha Neema Bahati",
        "Kabongola Mwambayi Tshisumpa Ilungani Bashigeni Lukusade",
    ),
    "Eritrea": _land(
        "tigrinja",
        "Filmon Robel Samuel Merhawi Amanuel Henok",
        "Winta Rahwa Feven Saba Luwam Yordanos",
        "Gebretsadik Woldemaryam Kidaneab Okbazghi Habtezion Tekleberhan",
    ),
    "Etiopia": _land(
        "amharisk",
        "Abel Yared Biruk Nahom Tesfaye Getachew",
        "Hiwot Meron Selamawit Tigist Bethlehem Rahel",
        "Wondimagen Asfawossen Bekelema Demissew Lemmawork Tadessework",
    ),
    "Irak": _land(
        "arabisk",
        "Haider Mustafa Saif Laith Yasir Karrar",
        "Zainab Noora Shahad Ruqaya Hanan Mariam",
        "Al-Jaburani Al-Saadun Al-Mayahin Al-Tamimar Al-Rubaiq Al-Khazrajin",
    ),
    "Iran": _land(
        "persisk",
        "Arash Kian Siavash Behrouz Pouya Dariush",
        "Shirin Niloufar Parisa Mahsa Azadeh Roya",
        "Tehranchi Golestanpour Rezvanian Sohrabpour Farhadinia Mohebpour",
    ),
    "Pakistan": _land(
        "urdu",
        "Imran Bilal Asif Kamran Adeel Waqas",
        "Ayesha Sana Hina Rabia Mehwish Farah",
        "Chaudrani Mirzayar Bhattiwala Qureshani Malikzai Ansarwal",
    ),
    "Somalia": _land(
        "somali",
        "Abdirahim Liban Guled Mahad Yusuf Bashir",
        "Hodan Ifrah Sahra Fartun Nimo Asli",
        "Jimcalay Farahow Guledsan Warsangal Abdulleyare Nurshire",
    ),
    "Sudan": _land(
        "arabisk",
        "Osman Mutasim Idris Hamid Bakri Elfatih",
        "Amna Rania Ihsan Safaa Tahani Nahid",
        "Elbashirat Abdelmajeed Eltayibani Hamdanelnil Khalafallat Osmandigna",
    ),
    "Syria": _land(
        "arabisk",
        "Anas Tarek Basel Majd Yazan Kinan",
        "Rima Hala Dima Sahar Yara Lamar",
        "Al-Halabian Qabbanir Sabbaghin Haddadar Shamiyan Mardelli Darkhabani Zeitouneh",
    ),
    "Tyrkia": _land(
        "tyrkisk",
        "Emre Serkan Onur Baran Cem Deniz",
        "Elif Zeynep Berfin Derya Gülsüm Rojda",
        "Yıldızhan Karacelik Demirbasar Özgürel Tasdelenoglu Akıncılar",
    ),
    "Ukraina": _land(
        "ukrainsk",
        "Andrij Bohdan Taras Maksym Ostap Danylo",
        "Oksana Iryna Switlana Kateryna Ljudmyla Natalija",
        "Melnytsjuk Havrylenska Koroljuk Petrusenko Lysakova Bondarivska",
    ),
}

BARNEHAGE = "Går i barnehagen ved mottaket, og snakker litt norsk."
SKOLE = "Går på skole i mottakskommunen. Leser og skriver på morsmålet."
UTDANNING = (
    "Ni års skolegang.",
    "Videregående skole, fullført.",
    "Tre år på universitet. Vitnemålet er i hjemlandet.",
    "Fagutdanning som elektriker.",
)
ARBEID = (
    "Har drevet egen butikk.",
    "Fem år som lærer i barneskolen.",
    "Jordbruk hjemme på gården.",
    "Kokk på restaurant i seks år.",
    "Sjåfør og renholder.",
)
INTERESSER = (
    "Fotball og løping.",
    "Søm og matlaging.",
    "Musikk, spiller oud.",
    "Hagearbeid.",
    "Sjakk og lesing.",
)
OENSKER = (
    "Vil lære norsk og arbeide i helsevesenet.",
    "Ønsker fagbrev som snekker.",
    "Vil studere videre.",
    "Ønsker arbeid så snart som mulig.",
)
MERKNADER = (
    "Ønsker å bo nær kollektivtransport.",
    "Vil gjerne bo et sted med fotballag.",
    "Ønsker å bo nær sjøen.",
    "Vil helst bo i en by.",
)
SLEKT_BOR_I = ("Tromsø", "Bergen", "Drammen", "Alna (bydel i Oslo)", "Stavanger")
