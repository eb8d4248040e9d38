/** A country as a region lists it. `number` is its place in the list, which is what Medusa's row ids are. */
export interface Country {
  readonly number: number
  readonly iso3: string
  readonly numeric: number
  readonly name: string
}

/** The country with that code (ISO 3166-1 alpha-2, lower case); one that is not listed is shown by its code alone. */
export function countryOf(code: string): Country {
  return countries().get(code) ?? { number: 0, iso3: code, numeric: 0, name: code }
}

/** Whether the code is a country's, as written. */
export function isCountry(code: string): boolean {
  return countries().has(code)
}

let byCode: ReadonlyMap<string, Country> | undefined

function countries(): ReadonlyMap<string, Country> {
  byCode ??= new Map(table.split(/[|\n]/).map((row, at) => [row.slice(0, 2), parsed(row, at + 1)]))
  return byCode
}

function parsed(row: string, number: number): Country {
  const [, iso3 = '', numeric = '', ...words] = row.split(' ')
  return { number, iso3, numeric: Number(numeric), name: words.join(' ') }
}

/** Code, three-letter code, number and name, in the order of the names Medusa shows. */
const table = `af afg 4 Afghanistan|al alb 8 Albania|dz dza 12 Algeria|as asm 16 American Samoa|ad and 20 Andorra|ao ago 24 Angola
ai aia 660 Anguilla|aq ata 10 Antarctica|ag atg 28 Antigua and Barbuda|ar arg 32 Argentina|am arm 51 Armenia
aw abw 533 Aruba|au aus 36 Australia|at aut 40 Austria|az aze 31 Azerbaijan|bs bhs 44 Bahamas|bh bhr 48 Bahrain
bd bgd 50 Bangladesh|bb brb 52 Barbados|by blr 112 Belarus|be bel 56 Belgium|bz blz 84 Belize|bj ben 204 Benin
bm bmu 60 Bermuda|bt btn 64 Bhutan|bo bol 68 Bolivia|bq bes 535 Bonaire, Sint Eustatius and Saba
ba bih 70 Bosnia and Herzegovina|bw bwa 72 Botswana|bv bvt 74 Bouvet Island|br bra 76 Brazil
io iot 86 British Indian Ocean Territory|bn brn 96 Brunei Darussalam|bg bgr 100 Bulgaria|bf bfa 854 Burkina Faso
bi bdi 108 Burundi|kh khm 116 Cambodia|cm cmr 120 Cameroon|ca can 124 Canada|cv cpv 132 Cape Verde
ky cym 136 Cayman Islands|cf caf 140 Central African Republic|td tcd 148 Chad|cl chl 152 Chile|cn chn 156 China
cx cxr 162 Christmas Island|cc cck 166 Cocos (Keeling) Islands|co col 170 Colombia|km com 174 Comoros
cg cog 178 Congo|cd cod 180 Congo, the Democratic Republic of the|ck cok 184 Cook Islands|cr cri 188 Costa Rica
ci civ 384 Cote D'Ivoire|hr hrv 191 Croatia|cu cub 192 Cuba|cw cuw 531 Curaçao|cy cyp 196 Cyprus
cz cze 203 Czech Republic|dk dnk 208 Denmark|dj dji 262 Djibouti|dm dma 212 Dominica|do dom 214 Dominican Republic
ec ecu 218 Ecuador|eg egy 818 Egypt|sv slv 222 El Salvador|gq gnq 226 Equatorial Guinea|er eri 232 Eritrea
ee est 233 Estonia|et eth 231 Ethiopia|fk flk 238 Falkland Islands (Malvinas)|fo fro 234 Faroe Islands
fj fji 242 Fiji|fi fin 246 Finland|fr fra 250 France|gf guf 254 French Guiana|pf pyf 258 French Polynesia
tf atf 260 French Southern Territories|ga gab 266 Gabon|gm gmb 270 Gambia|ge geo 268 Georgia|de deu 276 Germany
gh gha 288 Ghana|gi gib 292 Gibraltar|gr grc 300 Greece|gl grl 304 Greenland|gd grd 308 Grenada
gp glp 312 Guadeloupe|gu gum 316 Guam|gt gtm 320 Guatemala|gg ggy 831 Guernsey|gn gin 324 Guinea
gw gnb 624 Guinea-Bissau|gy guy 328 Guyana|ht hti 332 Haiti|hm hmd 334 Heard Island And Mcdonald Islands
va vat 336 Holy See (Vatican City State)|hn hnd 340 Honduras|hk hkg 344 Hong Kong|hu hun 348 Hungary
is isl 352 Iceland|in ind 356 India|id idn 360 Indonesia|ir irn 364 Iran, Islamic Republic of|iq irq 368 Iraq
ie irl 372 Ireland|im imn 833 Isle Of Man|il isr 376 Israel|it ita 380 Italy|jm jam 388 Jamaica|jp jpn 392 Japan
je jey 832 Jersey|jo jor 400 Jordan|kz kaz 398 Kazakhstan|ke ken 404 Kenya|ki kir 296 Kiribati
kp prk 408 Korea, Democratic People's Republic of|kr kor 410 Korea, Republic of|xk xkx 900 Kosovo|kw kwt 414 Kuwait
kg kgz 417 Kyrgyzstan|la lao 418 Lao People's Democratic Republic|lv lva 428 Latvia|lb lbn 422 Lebanon
ls lso 426 Lesotho|lr lbr 430 Liberia|ly lby 434 Libya|li lie 438 Liechtenstein|lt ltu 440 Lithuania
lu lux 442 Luxembourg|mo mac 446 Macao|mg mdg 450 Madagascar|mw mwi 454 Malawi|my mys 458 Malaysia
mv mdv 462 Maldives|ml mli 466 Mali|mt mlt 470 Malta|mh mhl 584 Marshall Islands|mq mtq 474 Martinique
mr mrt 478 Mauritania|mu mus 480 Mauritius|yt myt 175 Mayotte|mx mex 484 Mexico
fm fsm 583 Micronesia, Federated States of|md mda 498 Moldova, Republic of|mc mco 492 Monaco|mn mng 496 Mongolia
me mne 499 Montenegro|ms msr 500 Montserrat|ma mar 504 Morocco|mz moz 508 Mozambique|mm mmr 104 Myanmar
na nam 516 Namibia|nr nru 520 Nauru|np npl 524 Nepal|nl nld 528 Netherlands|nc ncl 540 New Caledonia
nz nzl 554 New Zealand|ni nic 558 Nicaragua|ne ner 562 Niger|ng nga 566 Nigeria|nu niu 570 Niue
nf nfk 574 Norfolk Island|mk mkd 807 North Macedonia|mp mnp 580 Northern Mariana Islands|no nor 578 Norway
om omn 512 Oman|pk pak 586 Pakistan|pw plw 585 Palau|ps pse 275 Palestinian Territory, Occupied|pa pan 591 Panama
pg png 598 Papua New Guinea|py pry 600 Paraguay|pe per 604 Peru|ph phl 608 Philippines|pn pcn 612 Pitcairn
pl pol 616 Poland|pt prt 620 Portugal|pr pri 630 Puerto Rico|qa qat 634 Qatar|re reu 638 Reunion|ro rou 642 Romania
ru rus 643 Russian Federation|rw rwa 646 Rwanda|bl blm 652 Saint Barthélemy|sh shn 654 Saint Helena
kn kna 659 Saint Kitts and Nevis|lc lca 662 Saint Lucia|mf maf 663 Saint Martin (French part)
pm spm 666 Saint Pierre and Miquelon|vc vct 670 Saint Vincent and the Grenadines|ws wsm 882 Samoa
sm smr 674 San Marino|st stp 678 Sao Tome and Principe|sa sau 682 Saudi Arabia|sn sen 686 Senegal|rs srb 688 Serbia
sc syc 690 Seychelles|sl sle 694 Sierra Leone|sg sgp 702 Singapore|sx sxm 534 Sint Maarten|sk svk 703 Slovakia
si svn 705 Slovenia|sb slb 90 Solomon Islands|so som 706 Somalia|za zaf 710 South Africa
gs sgs 239 South Georgia and the South Sandwich Islands|ss ssd 728 South Sudan|es esp 724 Spain|lk lka 144 Sri Lanka
sd sdn 729 Sudan|sr sur 740 Suriname|sj sjm 744 Svalbard and Jan Mayen|sz swz 748 Swaziland|se swe 752 Sweden
ch che 756 Switzerland|sy syr 760 Syrian Arab Republic|tw twn 158 Taiwan, Province of China|tj tjk 762 Tajikistan
tz tza 834 Tanzania, United Republic of|th tha 764 Thailand|tl tls 626 Timor Leste|tg tgo 768 Togo
tk tkl 772 Tokelau|to ton 776 Tonga|tt tto 780 Trinidad and Tobago|tn tun 788 Tunisia|tr tur 792 Turkey
tm tkm 795 Turkmenistan|tc tca 796 Turks and Caicos Islands|tv tuv 798 Tuvalu|ug uga 800 Uganda|ua ukr 804 Ukraine
ae are 784 United Arab Emirates|gb gbr 826 United Kingdom|us usa 840 United States
um umi 581 United States Minor Outlying Islands|uy ury 858 Uruguay|uz uzb 860 Uzbekistan|vu vut 548 Vanuatu
ve ven 862 Venezuela|vn vnm 704 Viet Nam|vg vgb 92 Virgin Islands, British|vi vir 850 Virgin Islands, U.S.
wf wlf 876 Wallis and Futuna|eh esh 732 Western Sahara|ye yem 887 Yemen|zm zmb 894 Zambia|zw zwe 716 Zimbabwe
ax ala 248 Åland Islands`
