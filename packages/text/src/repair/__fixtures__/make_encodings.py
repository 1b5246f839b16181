"""Makes encodings.json: article 1 of the Universal Declaration of Human Rights in the encodings that Python knows, as hexadecimal.

Run once: python make_encodings.py (Python's own codecs; no packages).
"""

import json
from pathlib import Path

texts = {
    "gb18030": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "big5": "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。",
    "shift_jis euc_jp": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "euc_kr": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
    "cp1251 koi8_r iso8859_5 cp866": "Все люди рождаются свободными и равными в своем достоинстве и правах.",
    "cp1252": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison.",
    "cp1252 ": "Alle Menschen sind frei und gleich an Würde geboren; sie sollen einander im Geist der Brüderlichkeit begegnen. Schön, für, über.",
    "cp1250 iso8859_2": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem.",
    "cp1253": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "cp1254": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler.",
    "cp1255": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.",
    "cp1256": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.",
    "cp1257": "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir sąžinė.",
}
samples = [
    {"encoding": encoding, "text": text, "bytes": text.encode(encoding).hex()}
    for encodings, text in texts.items()
    for encoding in encodings.split()
]
Path(__file__).with_name("encodings.json").write_text(json.dumps(samples, ensure_ascii=False, indent=1) + "\n")
