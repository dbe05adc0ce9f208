"""Who can be a party: codes, names and other names, as one text.

Each entry is a code, another code that is accepted for it (``-`` if there is none),
the name we print, and after each ``=`` another name that people write. Codes of
states are ISO 3166-1; ``XK`` and the organisations are what their own texts use,
except the African Union, whose ``AU`` is Australia's. Names are short and take no
side. States that only changed their name (Burma, Zaire) are one party; former states
(ISO 3166-3, and two it does not list) are parties of their own.
"""

STATES = """
AD AND Andorra; AE ARE United Arab Emirates=UAE=Emirates;
AF AFG Afghanistan=Islamic Republic of Afghanistan; AG ATG Antigua and Barbuda=Antigua;
AI AIA Anguilla; AL ALB Albania; AM ARM Armenia; AO AGO Angola; AQ ATA Antarctica;
AR ARG Argentina=Argentine Republic; AS ASM American Samoa; AT AUT Austria;
AU AUS Australia; AW ABW Aruba; AX ALA Åland=Åland Islands; AZ AZE Azerbaijan;
BA BIH Bosnia and Herzegovina=Bosnia=Bosnia-Herzegovina=BiH; BB BRB Barbados;
BD BGD Bangladesh=People's Republic of Bangladesh; BE BEL Belgium;
BF BFA Burkina Faso=Upper Volta=HVBF=HVO; BG BGR Bulgaria; BH BHR Bahrain;
BI BDI Burundi; BJ BEN Benin=Dahomey=DYBJ=DHY; BL BLM Saint Barthélemy; BM BMU Bermuda;
BN BRN Brunei=Brunei Darussalam;
BO BOL Bolivia=Bolivia (Plurinational State of)=Plurinational State of Bolivia;
BQ BES Caribbean Netherlands=Bonaire Sint Eustatius and Saba;
BR BRA Brazil=Brasil=Federative Republic of Brazil; BS BHS Bahamas; BT BTN Bhutan;
BV BVT Bouvet Island; BW BWA Botswana=Bechuanaland;
BY BLR Belarus=Byelorussia=Byelorussian Soviet Socialist Republic=Byelorussian
  SSR=BYAA=BYS=Belorussia;
BZ BLZ Belize=British Honduras; CA CAN Canada;
CC CCK Cocos (Keeling) Islands=Cocos Islands=Keeling Islands;
CD COD Democratic Republic of the Congo=DR Congo=DRC=Congo (Democratic Republic of
  the)=Congo (Kinshasa)=Congo-Kinshasa=Zaire=ZRCD=ZAR=Congo Dem. Rep.;
CF CAF Central African Republic=CAR=Central African Rep.;
CG COG Congo=Congo (Republic of the)=Congo (Brazzaville)=Congo-Brazzaville=Congo
  Republic=Congo Rep.;
CH CHE Switzerland=Swiss Confederation; CI CIV Côte d'Ivoire=Ivory Coast;
CK COK Cook Islands; CL CHL Chile; CM CMR Cameroon;
CN CHN China=People's Republic of China=PRC=PR China; CO COL Colombia;
CR CRI Costa Rica; CU CUB Cuba; CV CPV Cabo Verde=Cape Verde; CW CUW Curaçao;
CX CXR Christmas Island; CY CYP Cyprus; CZ CZE Czechia=Czech Republic;
DE DEU Germany=Federal Republic of Germany=FRG=West Germany; DJ DJI Djibouti;
DK DNK Denmark; DM DMA Dominica; DO DOM Dominican Republic=Dominican Rep.;
DZ DZA Algeria=People's Democratic Republic of Algeria; EC ECU Ecuador;
EE EST Estonia=Esthonia;
EG EGY Egypt=Arab Republic of Egypt=Egypt Arab Rep.;
EH ESH Western Sahara=Sahrawi Arab Democratic Republic=Sahrawi Republic; ER ERI Eritrea;
ES ESP Spain; ET ETH Ethiopia=Abyssinia=Federal Democratic Republic of Ethiopia;
FI FIN Finland;
FJ FJI Fiji; FK FLK Falkland Islands (Malvinas)=Falkland Islands=Malvinas=Falklands;
FM FSM Micronesia=Micronesia (Federated States of)=Federated States of
  Micronesia=Micronesia Fed. Sts.=Micronesia (Fed. States of);
FO FRO Faroe Islands=Faroes=Faeroe Islands; FR FRA France=French Republic;
GA GAB Gabon=Gabonese Republic;
GB GBR United Kingdom=UK=U.K.=Britain=Great Britain=United Kingdom of Great Britain and
  Northern Ireland;
GD GRD Grenada; GE GEO Georgia; GF GUF French Guiana; GG GGY Guernsey;
GH GHA Ghana=Gold Coast;
GI GIB Gibraltar; GL GRL Greenland; GM GMB Gambia=Gambia (Republic of The);
GN GIN Guinea; GP GLP Guadeloupe; GQ GNQ Equatorial Guinea;
GR GRC Greece=Hellenic Republic; GS SGS South Georgia and the South Sandwich Islands;
GT GTM Guatemala; GU GUM Guam; GW GNB Guinea-Bissau;
GY GUY Guyana=British Guiana=Co-operative Republic of Guyana;
HK HKG Hong Kong=Hong Kong SAR=Hong Kong (China)=China: Hong Kong Special Administrative
  Region=Hong Kong Special Administrative Region=China: Hong Kong SAR=Hong Kong Special
  Administrative Region of China;
HM HMD Heard Island and McDonald Islands; HN HND Honduras; HR HRV Croatia;
HT HTI Haiti=Hayti;
HU HUN Hungary; ID IDN Indonesia; IE IRL Ireland=Éire; IL ISR Israel;
IM IMN Isle of Man; IN IND India;
IO IOT British Indian Ocean Territory=Chagos Archipelago; IQ IRQ Iraq;

IR IRN Iran=Persia=Iran (Islamic Republic of)=Islamic Republic of Iran=Iran Islamic
  Rep.;
IS ISL Iceland; IT ITA Italy=Italian Republic; JE JEY Jersey; JM JAM Jamaica;
JO JOR Jordan=Transjordan=Hashemite Kingdom of Jordan; JP JPN Japan; KE KEN Kenya;
KG KGZ Kyrgyzstan=Kirghizia=Kirgizia=Kyrgyz Republic;
KH KHM Cambodia=Kampuchea=Democratic Kampuchea=Khmer Republic; KI KIR Kiribati;
KM COM Comoros; KN KNA Saint Kitts and Nevis;
KP PRK North Korea=Democratic People's Republic of Korea=DPRK=Korea (Democratic People's
  Republic of)=Korea (North)=N. Korea=Korea Dem. People's Rep.;
KR KOR South Korea=Republic of Korea=ROK=Korea (Republic of)=Korea (South)=S.
  Korea=Korea Rep.;
KW KWT Kuwait; KY CYM Cayman Islands; KZ KAZ Kazakhstan=Kazakstan;
LA LAO Laos=Lao People's Democratic Republic=Lao PDR; LB LBN Lebanon=Lebanese Republic;
LC LCA Saint Lucia; LI LIE Liechtenstein;
LK LKA Sri Lanka=Ceylon=Democratic Socialist Republic of Sri Lanka; LR LBR Liberia;
LS LSO Lesotho=Basutoland; LT LTU Lithuania;
LU LUX Luxembourg=Luxemburg=Grand Duchy of Luxembourg;
LV LVA Latvia; LY LBY Libya=Libyan Arab Jamahiriya=Libyan Arab Republic;
MA MAR Morocco=Marocco;
MC MCO Monaco; MD MDA Moldova=Moldova (Republic of); ME MNE Montenegro;
MF MAF Saint Martin=Saint Martin (French part); MG MDG Madagascar;
MH MHL Marshall Islands;
MK MKD North Macedonia=The former Yugoslav Republic of Macedonia=FYROM=Macedonia=FYR
  Macedonia=TFYR Macedonia=Macedonia FYR;
ML MLI Mali; MM MMR Myanmar=Burma=BUMM=BUR=Republic of the Union of Myanmar;
MN MNG Mongolia;
MO MAC Macao=Macau=Macao SAR=China: Macao Special Administrative Region=Macao Special
  Administrative Region=Macao (China)=China: Macao SAR=Macao Special Administrative
  Region of China;
MP MNP Northern Mariana Islands; MQ MTQ Martinique;
MR MRT Mauritania=Islamic Republic of Mauritania; MS MSR Montserrat; MT MLT Malta;
MU MUS Mauritius; MV MDV Maldives; MW MWI Malawi=Nyasaland;
MX MEX Mexico=United Mexican States;
MY MYS Malaysia; MZ MOZ Mozambique; NA NAM Namibia; NC NCL New Caledonia; NE NER Niger;
NF NFK Norfolk Island; NG NGA Nigeria=Federal Republic of Nigeria; NI NIC Nicaragua;
NL NLD Netherlands=Netherlands (Kingdom of the)=Kingdom of the Netherlands=Holland;
NO NOR Norway; NP NPL Nepal=Federal Democratic Republic of Nepal; NR NRU Nauru;
NU NIU Niue; NZ NZL New Zealand=Aotearoa New Zealand=Aotearoa; OM OMN Oman;
PA PAN Panama; PE PER Peru; PF PYF French Polynesia;
PG PNG Papua New Guinea=Independent State of Papua New Guinea; PH PHL Philippines;
PK PAK Pakistan=Islamic Republic of Pakistan; PL POL Poland;
PM SPM Saint Pierre and Miquelon; PN PCN Pitcairn=Pitcairn Islands; PR PRI Puerto Rico;
PS PSE Palestine=State of Palestine=Palestinian Authority=Palestinian National
  Authority=Palestinian Territories=Palestinian Territory=Occupied Palestinian
  Territory=Occupied Palestinian Territories=West Bank and Gaza;
PT PRT Portugal=Portuguese Republic; PW PLW Palau; PY PRY Paraguay; QA QAT Qatar;
RE REU Réunion; RO ROU Romania=Roumania=Rumania; RS SRB Serbia=Servia;
RU RUS Russia=Russian Federation;
RW RWA Rwanda=Rwandese Republic; SA SAU Saudi Arabia=KSA; SB SLB Solomon Islands;
SC SYC Seychelles; SD SDN Sudan; SE SWE Sweden; SG SGP Singapore;
SH SHN Saint Helena=Saint Helena Ascension and Tristan da Cunha; SI SVN Slovenia;
SJ SJM Svalbard and Jan Mayen=Svalbard; SK SVK Slovakia=Slovak Republic;
SL SLE Sierra Leone; SM SMR San Marino; SN SEN Senegal;
SO SOM Somalia=Federal Republic of Somalia; SR SUR Suriname=Dutch Guiana=Surinam;
SS SSD South Sudan=S. Sudan;
ST STP Sao Tome and Principe=Democratic Republic of Sao Tome and Principe;
SV SLV El Salvador; SX SXM Sint Maarten=Sint Maarten (Dutch part);
SY SYR Syria=Syrian Arab Republic; SZ SWZ Eswatini=Swaziland;
TC TCA Turks and Caicos Islands; TD TCD Chad; TF ATF French Southern Territories;
TG TGO Togo=Togolese Republic; TH THA Thailand=Siam; TJ TJK Tajikistan=Tadzhikistan;
TK TKL Tokelau;
TL TLS Timor-Leste=East Timor=TPTL=TMP=Democratic Republic of Timor-Leste;
TM TKM Turkmenistan; TN TUN Tunisia=Tunisian Republic; TO TON Tonga;
TR TUR Türkiye=Turkey=Turkiye; TT TTO Trinidad and Tobago=Trinidad; TV TUV Tuvalu;
TW TWN Taiwan=Chinese Taipei=Republic of China=China (Republic of)=Taiwan Province of
  China=Separate Customs Territory of Taiwan Penghu Kinmen and Matsu=ROC=Taiwan (China);
TZ TZA Tanzania=United Republic of Tanzania=Tanzania (United Republic of);
UA UKR Ukraine; UG UGA Uganda;
UM UMI U.S. Minor Outlying Islands=United States Minor Outlying Islands;
US USA United States=U.S.=US=U.S.A.=United States of America=America;
UY URY Uruguay=Eastern Republic of Uruguay=Oriental Republic of Uruguay;
UZ UZB Uzbekistan;
VA VAT Holy See=Vatican=Vatican City=Vatican City State=Holy See (Vatican City State);
VC VCT Saint Vincent and the Grenadines=Saint Vincent;
VE VEN Venezuela=Venezuela (Bolivarian Republic of)=Bolivarian Republic of
  Venezuela=Venezuela RB;
VG VGB British Virgin Islands=Virgin Islands (British)=BVI=Virgin Islands (UK);
VI VIR U.S. Virgin Islands=United States Virgin Islands=Virgin Islands
  (U.S.)=USVI=Virgin Islands of the United States;
VN VNM Vietnam=Viet Nam=Socialist Republic of Viet Nam;
VU VUT Vanuatu=New Hebrides=NHVU=NHB; WF WLF Wallis and Futuna;
WS WSM Samoa=Western Samoa=Independent State of Samoa; XK XKX Kosovo=Republic of Kosovo;
YE YEM Yemen=Yemen Arab Republic=Yemen Rep.; YT MYT Mayotte; ZA ZAF South Africa=RSA;
ZM ZMB Zambia=Northern Rhodesia; ZW ZWE Zimbabwe=RHZW=RHO=Southern Rhodesia=Rhodesia;
"""

FORMER = """
AIDJ AFI French Afars and Issas; ANHH ANT Netherlands Antilles;
BQAQ ATB British Antarctic Territory;
CSHH CSK Czechoslovakia=Czech and Slovak Federal Republic=Czechoslovak Socialist
  Republic;
CSXX SCG Serbia and Montenegro; CTKI CTE Canton and Enderbury Islands;
DDDE DDR East Germany=German Democratic Republic=GDR;
FQHH - French Southern and Antarctic Territories; FXFR FXX Metropolitan France;
GEHH GEL Gilbert and Ellice Islands; JTUM JTN Johnston Island; MIUM MID Midway Islands;
NQAQ ATN Dronning Maud Land; NTHH NTZ Neutral Zone;
PCHH PCI Trust Territory of the Pacific Islands;
PUUM PUS U.S. Miscellaneous Pacific Islands; PZPA PCZ Panama Canal Zone;
RVNX RVN South Vietnam=Republic of Viet-Nam=Republic of Vietnam=Republic of South
  Viet-Nam;
SKIN SKM Sikkim;
SUHH SUN Soviet Union=USSR=U.S.S.R.=Union of Soviet Socialist Republics;
UARX UAR United Arab Republic;
VDVN VDR North Vietnam=Democratic Republic of Viet-Nam=Democratic Republic of Vietnam;
WKUM WAK Wake Island;
YDYE YMD South Yemen=Democratic Yemen=People's Democratic Republic of Yemen=Yemen
  (Democratic);
YUCS YUG Yugoslavia=Federal Republic of Yugoslavia=Socialist Federal Republic of
  Yugoslavia=Yugoslavia (former)=Yugoslavia (Socialist Federal Republic of)=SFRY=FRY;
"""

OTHERS = """
EU - European Union=European Union (EU)=European Community=European Communities=European
  Economic Community=E.U.=European Commission;
EURATOM - European Atomic Energy Community=EAEC; UN - United Nations=U.N.=UNO;
ADB - Asian Development Bank; AES - Alliance of Sahel States;
AFDB - African Development Bank; AFUNION - African Union=Organization of African Unity;
AIIB - Asian Infrastructure Investment Bank; APEC - Asia-Pacific Economic Cooperation;
ARIPO - African Regional Intellectual Property Organization;
ASEAN - ASEAN=Association of Southeast Asian Nations=Association of South East Asian
  Nations;
AUKUS - AUKUS; BENELUX - Benelux Union=Benelux; BIMSTEC - BIMSTEC;
BOIP - Benelux Organization for Intellectual Property=Benelux Organization for
  Intellectual Property (BOIP);
BRICS - BRICS; CARICOM - Caribbean Community;
CELAC - Community of Latin American and Caribbean States;
CERN - CERN=European Organization for Nuclear Research;
CIS - Commonwealth of Independent States; COE - Council of Europe;
COMESA - Common Market for Eastern and Southern Africa;
COMMONWEALTH - Commonwealth of Nations=Commonwealth;
CSTO - Collective Security Treaty Organization=Collective Security Treaty Organisation;
CTBTO - Preparatory Commission for the Comprehensive Nuclear-Test-Ban Treaty
  Organization;
E3 - E3; EAC - East African Community;
EAEU - Eurasian Economic Union=Eurasian Economic Community;
EBRD - European Bank for Reconstruction and Development; ECB - European Central Bank;
ECOWAS - Economic Community of West African States;
EFTA - European Free Trade Association;
EPO - European Patent Organisation=European Patent Organisation (EPO)=European Patent
  Organization;
ESA - European Space Agency;
EUMETSAT - European Organisation for the Exploitation of Meteorological Satellites;
EUTELSAT - European Telecommunications Satellite Organization;
FAO - Food and Agriculture Organization=Food and Agriculture Organization of the United
  Nations;
FIVE-EYES - Five Eyes; G20 - G20=G-20=Group of Twenty; G7 - G7=G-7=Group of Seven;
G77 - G77=Group of 77; G8 - G8=G-8=Group of Eight;
GCC - Gulf Cooperation Council=Cooperation Council for the Arab States of the Gulf;
IAEA - International Atomic Energy Agency;
IBRD - World Bank=International Bank for Reconstruction and Development;
ICAO - International Civil Aviation Organization; ICC - International Criminal Court;
ICJ - International Court of Justice; ICRC - International Committee of the Red Cross;
IFAD - International Fund for Agricultural Development;
IGAD - Intergovernmental Authority on Development;
ILO - International Labour Organization=International Labour Organisation;
IMF - International Monetary Fund; IMO - International Maritime Organization;
IMSO - International Mobile Satellite Organization;
INTELSAT - International Telecommunications Satellite Organization;
INTERPOL - Interpol=International Criminal Police Organization;
IOM - International Organization for Migration;
IRENA - International Renewable Energy Agency;
ITU - International Telecommunication Union; LAS - Arab League=League of Arab States;
LEAGUE - League of Nations; MERCOSUR - Mercosur=Southern Common Market;
NATO - NATO=North Atlantic Treaty Organization=North Atlantic Treaty Organisation;
NORDIC-COUNCIL - Nordic Council;
OACPS - Organisation of African Caribbean and Pacific States=ACP;
OAPI - African Intellectual Property Organization=African Intellectual Property
  Organization (OAPI);
OAS - Organization of American States;
OECD - OECD=Organisation for Economic Co-operation and Development;
OECS - Organisation of Eastern Caribbean States;
OHCHR - Office of the High Commissioner for Human Rights;
OIC - Organisation of Islamic Cooperation;
OIF - Organisation internationale de la Francophonie=Francophonie;
OPCW - Organisation for the Prohibition of Chemical Weapons=Organization for the
  Prohibition of Chemical Weapons;
OPEC - OPEC=Organization of the Petroleum Exporting Countries;
OSCE - Organization for Security and Co-operation in Europe;
PIF - Pacific Islands Forum; QUAD - Quad=Quadrilateral Security Dialogue;
SAARC - South Asian Association for Regional Cooperation;
SADC - Southern African Development Community;
SCO - Shanghai Cooperation Organisation=Shanghai Cooperation Organization;
SICA - Central American Integration System;
SMOM - Sovereign Order of Malta=Sovereign Military Order of Malta=Order of Malta;
UNCTAD - UN Trade and Development=United Nations Conference on Trade and Development;
UNDP - United Nations Development Programme;
UNEP - United Nations Environment Programme;
UNESCO - UNESCO=United Nations Educational Scientific and Cultural Organization;
UNHCR - UNHCR=Office of the United Nations High Commissioner for Refugees;
UNICEF - UNICEF=United Nations Children's Fund;
UNIDO - United Nations Industrial Development Organization;
UNRWA - United Nations Relief and Works Agency for Palestine Refugees in the Near East;
UPU - Universal Postal Union; V4 - Visegrád Group=Visegrad Four;
WCO - World Customs Organization; WFP - World Food Programme;
WHO - World Health Organization=World Health Organisation;
WIPO - World Intellectual Property Organization;
WMO - World Meteorological Organization;
WTO - World Trade Organization=World Trade Organisation;
"""

# Names of others that are one letter away from a party's name: no misspellings of it.
NO_SLIPS = frozenset({"angora", "austrasia", "samos", "styria"})
