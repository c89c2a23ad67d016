"""Countries and their peoples as one term: "Ukrainian officials" and "Ukraine" are about one country.

Hand-written, English and some German; Cyrillic forms share their first letters and need none. Leaves out what
is often something else ("polish", "Georgia").
"""

from __future__ import annotations

#: A country, then its adjectives and people; in lower case, without accents.
_NATIONS = """
afghanistan afghan|albania albanian|algeria algerian|argentina argentine argentinian|armenia armenian
australia australian|austria austrian|azerbaijan azerbaijani azeri|bangladesh bangladeshi|belarus belarusian
belgium belgian|bosnia bosnian|brazil brazilian|britain british|bulgaria bulgarian|cambodia cambodian
cameroon cameroonian|canada canadian|chile chilean|china chinese|colombia colombian|congo congolese
croatia croatian|cuba cuban|cyprus cypriot|denmark danish|ecuador ecuadorian|egypt egyptian|eritrea eritrean
estonia estonian|ethiopia ethiopian|europe european|finland finnish|france french|germany german
ghana ghanaian|greece greek|guatemala guatemalan|haiti haitian|honduras honduran|hungary hungarian
iceland icelandic|india indian|indonesia indonesian|iran iranian|iraq iraqi|ireland irish|israel israeli
italy italian|jamaica jamaican|japan japanese|jordan jordanian|kazakhstan kazakh|kenya kenyan|kosovo kosovar
kuwait kuwaiti|latvia latvian|lebanon lebanese|libya libyan|lithuania lithuanian|malaysia malaysian
mexico mexican|moldova moldovan|mongolia mongolian|montenegro montenegrin|morocco moroccan|myanmar burmese
nepal nepali nepalese|netherlands dutch|nicaragua nicaraguan|nigeria nigerian|norway norwegian
pakistan pakistani|palestine palestinian|peru peruvian|philippines filipino|polen polnisch polnische
portugal portuguese|qatar qatari|romania romanian|russia russian|rwanda rwandan|scotland scottish
senegal senegalese|serbia serbian|slovakia slovak|slovenia slovenian|somalia somali|spain spanish
sudan sudanese|sweden swedish|switzerland swiss|syria syrian|taiwan taiwanese|tanzania tanzanian
thailand thai|tibet tibetan|tunisia tunisian|turkey turkish|uganda ugandan|ukraine ukrainian
uzbekistan uzbek|venezuela venezuelan|vietnam vietnamese|yemen yemeni|zambia zambian|zimbabwe zimbabwean
russland russisch russische russischen russischer|ukraine ukrainisch ukrainische ukrainischen ukrainischer
frankreich franzosisch franzosische franzosischen|deutschland deutsch deutsche deutschen deutscher
israel israelisch israelische israelischen|iran iranisch iranische iranischen
syrien syrisch syrische syrischen|turkei turkisch turkische turkischen
china chinesisch chinesische chinesischen
"""

#: From an adjective or a people to the country's own word.
COUNTRY_OF = {
    word: names[0]
    for line in _NATIONS.split("\n")
    for names in (group.split() for group in line.split("|") if group)
    for word in names[1:]
}
