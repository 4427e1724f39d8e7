"""Cities where conferences meet, and their IANA zones: they resolve abbreviations and tell places from names."""

from __future__ import annotations

from confnotes.importers.facts.words import phrases, table

_PLACES = table("""
America/New_York: new york | boston | philadelphia | washington dc | washington, d.c. | atlanta | miami | orlando |
    pittsburgh | baltimore | cambridge, ma | princeton | detroit | cleveland | columbus | charlotte | ithaca |
    new haven | providence | raleigh
America/Chicago: chicago | new orleans | austin | dallas | houston | san antonio | minneapolis | st. louis | nashville |
    milwaukee | memphis | kansas city
America/Denver: denver | boulder | salt lake city | albuquerque | santa fe
America/Phoenix: phoenix | tucson | scottsdale
America/Los_Angeles: los angeles | san francisco | san diego | seattle | long beach | portland | san jose | berkeley |
    palo alto | stanford | las vegas | anaheim | pasadena | santa clara | mountain view
America/Vancouver: vancouver
America/Toronto: toronto | montreal | montréal | ottawa | quebec city | waterloo, ontario
America/Edmonton: calgary | edmonton | banff
America/Halifax: halifax
Pacific/Honolulu: honolulu | hawaii | maui
America/Mexico_City: mexico city
America/Puerto_Rico: san juan | puerto rico
America/Sao_Paulo: são paulo | sao paulo | rio de janeiro
America/Argentina/Buenos_Aires: buenos aires
America/Santiago: santiago de chile | santiago, chile
America/Bogota: bogotá | bogota
America/Lima: lima, peru
Europe/London: london | oxford | edinburgh | cambridge, uk | manchester | glasgow | bristol | cardiff | birmingham, uk |
    coventry | leeds
Europe/Dublin: dublin
Europe/Lisbon: lisbon | lisboa | porto
Europe/Madrid: madrid | barcelona | valencia | seville | bilbao | granada
Europe/Paris: paris | lyon | marseille | toulouse | grenoble | nice, france | lille | strasbourg | bordeaux | nantes
Europe/Berlin: berlin | munich | münchen | hamburg | frankfurt | cologne | köln | dresden | leipzig | tübingen |
    heidelberg | stuttgart | karlsruhe | dagstuhl | bonn | saarbrücken | freiburg
Europe/Amsterdam: amsterdam | rotterdam | delft | eindhoven | utrecht | the hague | leiden
Europe/Brussels: brussels | bruxelles | leuven | ghent | antwerp
Europe/Luxembourg: luxembourg
Europe/Zurich: zurich | zürich | geneva | lausanne | basel | bern | davos | lugano
Europe/Vienna: vienna | wien | graz | linz | salzburg | innsbruck
Europe/Prague: prague | brno
Europe/Warsaw: warsaw | kraków | krakow | gdansk | wroclaw | poznan
Europe/Budapest: budapest
Europe/Bucharest: bucharest | cluj
Europe/Athens: athens, greece | thessaloniki | heraklion | crete
Europe/Rome: rome | milan | florence | turin | bologna | naples | venice | trento | pisa | torino | milano
Europe/Copenhagen: copenhagen | aarhus
Europe/Stockholm: stockholm | gothenburg | uppsala | lund | malmö
Europe/Oslo: oslo | bergen | trondheim
Europe/Helsinki: helsinki | tampere | espoo | turku
Europe/Tallinn: tallinn | tartu
Europe/Riga: riga
Europe/Vilnius: vilnius
Europe/Istanbul: istanbul | ankara
Europe/Moscow: moscow | saint petersburg
Europe/Kyiv: kyiv | kiev | lviv
Europe/Zagreb: zagreb | dubrovnik | split, croatia
Europe/Ljubljana: ljubljana | bled
Europe/Belgrade: belgrade
Europe/Sofia: sofia, bulgaria
Atlantic/Reykjavik: reykjavik | reykjavík
Europe/Malta: valletta | malta
Asia/Jerusalem: tel aviv | jerusalem | haifa
Asia/Dubai: dubai | abu dhabi
Asia/Qatar: doha
Asia/Kolkata: bangalore | bengaluru | mumbai | delhi | hyderabad | chennai | pune | kolkata | goa
Asia/Singapore: singapore
Asia/Hong_Kong: hong kong
Asia/Shanghai: beijing | shanghai | shenzhen | hangzhou | guangzhou | nanjing | macau
Asia/Taipei: taipei | taiwan
Asia/Tokyo: tokyo | kyoto | osaka | yokohama | nagoya | sapporo | fukuoka | kobe | nara
Asia/Seoul: seoul | busan | daejeon | jeju | incheon
Asia/Bangkok: bangkok | phuket | chiang mai
Asia/Ho_Chi_Minh: hanoi | ho chi minh
Asia/Kuala_Lumpur: kuala lumpur
Asia/Jakarta: jakarta
Asia/Makassar: bali
Asia/Manila: manila
Australia/Sydney: sydney | canberra
Australia/Melbourne: melbourne
Australia/Brisbane: brisbane | gold coast | cairns
Australia/Adelaide: adelaide
Australia/Perth: perth
Pacific/Auckland: auckland | wellington | christchurch
Africa/Cairo: cairo
Africa/Johannesburg: cape town | johannesburg | pretoria | durban
Africa/Kigali: kigali
Africa/Nairobi: nairobi
Africa/Addis_Ababa: addis ababa
Africa/Lagos: lagos, nigeria | abuja
Africa/Accra: accra
Africa/Casablanca: marrakech | casablanca | rabat
Africa/Tunis: tunis
""")
CITIES = {city.strip(): zone for zone, cities in _PLACES.items() for city in cities.split("|")}

COUNTRIES = phrases("""
USA | U.S. | U.S.A. | Canada | Brazil | Mexico | Hawaii | California | Louisiana | Dominican Republic | Chile |
Colombia | Argentina | Peru | Uruguay | Costa Rica | Puerto Rico | UK | Germany | France | Austria | Italy | Spain |
Portugal | Switzerland | Netherlands | Belgium | Ireland | Luxembourg | Scotland | Wales | England | Liechtenstein |
Monaco | Malta | Cyprus | Greece | Sweden | Norway | Denmark | Finland | Estonia | Iceland | Latvia | Lithuania |
Poland | Croatia | Slovenia | Hungary | Czechia | Czech Republic | Romania | Bulgaria | Serbia | Ukraine | Russia |
Turkey | España | Deutschland | Österreich | Schweiz | Suisse | Italia | Belgique | Japan | China | Korea | India |
Singapore | Thailand | Taiwan | Vietnam | Indonesia | Malaysia | Philippines | Hong Kong | Israel | UAE | Qatar |
Saudi Arabia | Rwanda | Ethiopia | South Africa | Morocco | Tunisia | Egypt | Kenya | Ghana | Nigeria | Australia |
New Zealand
""")
