"""How danger is spoken of in English, also by those whose first language is another."""

from resident.demands.danger.speech import NEVER, Kind, Rule, Speech, pattern

G = r"[^.!?;\n]"  # what may stand between the parts of a thought
SOMEBODY = (
    r"(?:some ?(?:one|body)|man|men|woman|lady|girl|boy|kid|kids|child|children|baby|toddler|person|people|guy|grand(?:ma|pa|mother|father)|"
    r"mother|father|mom|mum|dad|wife|husband|son|daughter|neighbou?r|worker|cyclist|guard|old man|he|she|i|we|us|me|him|her|friend|roommate|student|courier|aunt|uncle|granny|elder|resident|passenger|driver|pedestrian|tourist|cleaner|rider|teenager|pupil|infant|elderly|pregnant woman|workers|rider)"
)
LIFT = r"(?:lift|elevator)"


def _is(kind: Kind, says: str, unless: str = NEVER) -> Rule:
    return Rule(kind, pattern(says), pattern(unless if unless == NEVER else rf"\b(?:{unless})"))


RULES = (
    _is(
        Kind.GAS,
        rf"""\bgas\b{G}{{0,30}}\b(?:leak\w*|smell\w*|smelt|hiss\w*|escap\w+|fumes|explo\w+|poison\w*|alarm {G}{{0,12}}(?:beep|ring|sound|going|went))|
        \b(?:smell\w*|smelt|stinks?|stench|odou?r|leak\w*){G}{{0,24}}\bgas\b|\bgas pipe\b{G}{{0,24}}(?:broke\w*|hit|cut|burst|damaged)|
        (?:broke|hit|cut|damaged){G}{{0,20}}\bgas (?:pipe|line)|\bhiss\w*{G}{{0,24}}\bgas\b|\bgas\b{G}{{0,30}}\b(?:eggs?|headache|dizzy|faint|sick|wrong)|\b(?:dizzy|headache|sick){G}{{0,24}}\bgas\b|carbon monoxide|rotten eggs?""",
        r"""\bbill|payment|\bcard\b|detectors?\b{G}{0,20}(?:subsid|install|could|can we)|check|inspect|drill|training|sewer|sewage|garbage|gas station|exhaust|if there|prevent""".replace(
            "{G}", G
        ),
    ),
    _is(
        Kind.FIRE,
        rf"""\bfires?\b(?! ?(?:exting|hydr|lane|exit|escape|doors?\b|drill|station|hazard|safety|risk|engine|trucks?|equip|hose|inspect|passage|access|code|warden|fighter|proof|brigade|department|stairs?|place|work|cracker|pit|alarms?\b(?!{G}{{0,16}}(?:ring|going|goes|went|sound|beep))|extinc|prevent|insur|sale|regul|rules?|route|corridor|compartment|blanket|curtain|pump|pipe|water|box|cabinet|sprinkler|sensor|resist|wood|fl(?:y|ies)|wall|the (?:guard|manager)|ban|certificate|check|control|point|assembly|log))|
        \bfire!|\bfire (?:in|at|on) (?:the|our|my|building|flat|block|stair|bike|\d)|\bflames?\b|\bburning\b|\bburnt? (?:smell|plastic|wire|cable)|\bsmell\w*{G}{{0,20}}\b(?:burn\w*|smoke)\b|\bablaze\b|\b(?:in|into) flames|
        \bsmoke\b{G}{{0,24}}\b(?:coming|from|out|pouring|everywhere|corridor|stair\w*|hallway|filling|fills|window|balcony|room|flat|apartment)|\b(?:see|lots? of|thick|black|heavy|full of|much|is) smoke\b|\bsmok(?:ing|es) (?:out|from)|\bexplo(?:sion|ded|des|ding)\b|\bblew up\b|\bblow up\b|\bon fire\b""",
        r"""hot ?pot|restaurant|barbecue|bbq|cigar|smokers?|smoking|neighbou?rs? smokes?|kitchen vent|chimney|drill|\bhazard|extinguisher|detectors?|hydrant|fire lane|fire exit|fire escape|insurance|last year|burning (?:money|calories|question|fat)|fireworks?|incense|kebab|grill|(?<!and )could catch|might catch|may catch|can catch|would catch|in case|prevent|avoid|fire risk|spit fire|open fire|campfire|under fire|fire sale|gas fire|like fire|internet is fire|population explo|prices?|bonfire|campfire|hired|fired""",
    ),
    _is(
        Kind.ELECTRIC,
        rf"""\bspark(?:s|ing|ed)\b|\belectrocut\w+|\belectric(?:al)? shock|\b(?:gave|gives?|giving) (?:me|you|us|him|her|people|my \w+)? ?(?:a |an )?(?:\w+ )?shocks?\b|\bzapped\b|\btingl\w+|\b(?:got|get|gets|getting|a|had|felt) (?:a |an )?(?:bad |strong |small |big |slight )?(?:electric )?shock(?:ed|s)?\b{G}{{0,40}}(?:door|handle|tap|water|pole|metal|fence|railing|wire|cable|socket|switch|touch|lamp|machine|shower)|
        \b(?:door|handle|tap|water|pole|metal|fence|railing|lamp|shower){G}{{0,24}}\b(?:shock(?:ed|s|ing)|electrified|is live|electricity leak\w*|leak\w* electric\w*)|\bleak\w* electric\w*|\belectric\w* (?:is )?leak\w*|
        \blive (?:wires?|cables?)|\b(?:bare|exposed|loose|broken|fallen|hanging|naked|open|cut) (?:electric(?:al)? |power |live )?(?:wires?|cables?|lines?)\b|\b(?:wires?|cables?|power ?lines?|electric lines?)\b{G}{{0,24}}\b(?:down|fell|fallen|hanging|exposed|bare|broke|broken|snapped|in (?:the |a )?(?:water|puddle)|on the (?:ground|grass|path|road)|lying|burn\w*)|
        \belectric(?:ity)?\b{G}{{0,20}}\b(?:coming|comes|leak\w*|in the water|from the (?:tap|water|wall|door|pole))|\b(?:plug|charger|adapter|cable|wiring|extension cord|wires)\b{G}{{0,20}}\b(?:melt\w*|smok\w+|burn\w*|spark\w*|glow\w*)|\b(?:fuse ?box|socket|outlet|meter|transformer|switch ?board|electric\w* (?:box|panel|meter|cabinet)|panel)\b{G}{{0,30}}\b(?:spark\w*|smok\w+|buzz\w*|burn\w*|melt\w*|hot|hiss\w*|explod\w*)""",
        r"""in case|internet|network|broadband|phone line|tv cable|bright spark|spark joy|sparkl|price|bill\b|shocked (?:to|by|at|that)|could (?:we|you)|would be nice|clothes? line|prevent|if we""",
    ),
    _is(
        Kind.LIFT,
        rf"""\b(?:stuck|trapped|locked|caught|shut|jammed|cannot get out|can'?t get out){G}{{0,30}}\b{LIFT}\b|\b{LIFT}\b{G}{{0,50}}\b(?:trapped|stuck inside|stuck in(?:side)? it|people (?:inside|stuck|in it)|(?:someone|somebody|child|kid|woman|man|lady|girl|boy)\w* (?:is |are )?(?:still )?(?:inside|in it|stuck|crying)|drop(?:ped|s)|fell|falling|plunged|free.?fall\w*|no (?:cabin|car|floor)|can'?t get out|cannot get out|cannot come out|shaft)|
        \b{LIFT}\b{G}{{0,30}}\bstuck\b{G}{{0,30}}\b(?:inside|people|person|child|kid|with|us|me|i|we)\b|\b(?:people|someone|somebody|child|kid|woman|man|lady|girl|boy|grand\w+|mother|father|mom|dad)\b{G}{{0,16}}\b(?:in|inside)\b{G}{{0,12}}\b{LIFT}\b{G}{{0,24}}\b(?:shout|scream|cry|stuck|stopp|trapp|call|help|broke|dark|door)\w*|\b{LIFT}\b{G}{{0,24}}\b(?:with|and) (?:people|someone|somebody|a (?:child|kid|woman|man)|my \w+|me|us) (?:in|inside)|\b{LIFT}\b{G}{{0,40}}\b(?:crying|alone|scared|panick\w*|scream\w*|inside it)\b|\balone{G}{{0,10}}\b{LIFT}\b{G}{{0,20}}\b(?:stop|cry|stuck)\w*|\b(?:cannot|can't|can not) get out\b|\b{LIFT} (?:doors? )?(?:crush|clos)\w* on|\bopen (?:lift|elevator) shaft|\bstuck between (?:two )?floors""",
        r"""last year|often|always|sometimes|several times|every (?:week|day|month)|what if|in case|worried|afraid|could be trapped|bike|furniture|queue|advert|poster|sticker|drill|used to|by car|parking""",
    ),
    _is(
        Kind.SELF_HARM,
        rf"""\bsuicid\w*|\bkill(?:ing)? (?:myself|himself|herself|themselves|themself)|\b(?:end|ending|take|taking|took) (?:my|his|her|their)(?: own)? life|\b(?:don'?t|do not|doesn'?t|does not|no longer|not) (?:really )?want(?:s)? to (?:live|be alive|be here)(?: any ?more)?\b(?! (?:here|in|with|on|near|at|next))|\bwant(?:s|ed)? to die\b|\bbetter off dead|\bno reason to live|\bself.?harm\w*|\bcut(?:ting|s)? (?:my|his|her|their) wrists?|\bhang(?:ing|ed)? (?:myself|himself|herself)|\b(?:going to|gonna|about to|will|wants? to|threaten\w* to|is) jump(?:ing)?\b|
        \bjump(?:ed|ing)? (?:off|from|out of)\b|\b(?:edge|ledge|side|railing) of (?:the |a )?(?:roof|building|bridge|balcony)|\b(?:roof|bridge|ledge|rooftop)\b{G}{{0,20}}\b(?:edge|ledge|jump)|\b(?:took|taken|swallowed|ate){G}{{0,16}}\b(?:pills|tablets|sleeping)|\boverdos\w+|\b(?:goodbye|farewell|suicide) (?:letter|note|message|text)|\b(?:he|she|they|i|who)(?:'ll| will|'s going to| is going to| wants to| would) jump\b|\b(?:outside|over|beyond|wrong side of) (?:of )?the (?:railing|guard ?rail|window|balcony|fence){G}{{0,20}}\b(?:roof|floor|balcony|bridge|building)""",
        r"""long jump|jump rope|jumping rope|kids jump|bed\b|trampoline|playground|queue|rope|price|prevent|hotline poster|lecture|would kill|bungee|ball""",
    ),
    _is(
        Kind.VIOLENCE,
        rf"""\b(?:beat|beats|beating|beaten|hit|hits|hitting|punch\w*|kick(?:s|ed|ing)?|strangl\w+|chok(?:es|ed|ing)|slap\w*|attack\w*|stab\w*|assault\w*|abus(?:es|ed|ing|e)|threaten\w*|stalk\w*|rap(?:e|ed|ing)|molest\w*|grop\w+|kidnap\w*|rob(?:bed|bing|bery)|mugg\w+)\b{G}{{0,20}}\b(?:me|my|his|her|him|wife|husband|kid|kids|child|children|woman|girl|boy|man|mother|son|daughter|someone|somebody|people|neighbou?r|us|lady|guy|old|each other|with)\b|
        \b(?:husband|wife|boyfriend|girlfriend|partner|ex|father|mother|dad|man|guy|he|she|neighbou?r|stranger)\b{G}{{0,20}}\b(?:beats?|beating|hits|hitting|hit|attack\w*|stabb\w*|strangl\w+|chok(?:ed|es|ing)|threaten\w*|abus\w+|rap(?:ed|ing)) (?:me|her|him|us|his|my|the (?:kid|child|woman|girl|boy)|up)|
        \bdomestic (?:violence|abuse)|\b(?:scream\w*|cry\w*|cries|shout\w*|yell\w*|call\w*) {G}{{0,12}}\bhelp\b|\bhelp me\b{G}{{0,12}}(?:!|please|he|she|hurt)|\b(?:with|has|holding|carrying|waving|pulled) (?:a |an |out a |the )?(?:big |kitchen |long )?(?:knife|knives|gun|axe|machete|weapon|hammer)\b|\bknife\b{G}{{0,12}}\b(?:fight|attack|courtyard|yard|threat)|
        \b(?:a|big|street) fight\b|\b(?:are|is|people|men|guys) fighting\b|\bfighting (?:downstairs|outside|in the)|\bbreak(?:ing|s)? in(?:to|side)?\b(?! (?:the )?(?:song|shoes))|\bbroke into\b|\bbroken into\b|\bburglar\w*|\bintruder|\btr(?:y|ying|ies) to (?:open|break|force|kick){G}{{0,14}}\b(?:door|window|lock|in)\b|\bkick(?:ing|ed)? (?:in |down )?(?:my|our|the|her) door|\b(?:follow(?:s|ed|ing)|chas(?:es|ed|ing)|grabb(?:ed|ing)|grabs) (?:me|her|him|my \w+|a (?:girl|woman|kid|child|boy)|girls|women|people|kids|children|students)\b|\b(?:was|been|got|being|were) (?:just )?(?:robbed|mugged|attacked|assaulted|stabbed|raped|beaten|shot|kidnapped|hit by (?:my|her|his) (?:husband|wife|father|boyfriend))\b|\bwith (?:a )?(?:knives|guns)\b|\b(?:gun|shots?|gunshots?) (?:fired|heard|sound)|\bthief\b{G}{{0,20}}\b(?:in|inside|climb\w*|enter\w*|now)|\bclimb\w* (?:in|into|through) (?:my|our|the|a) (?:window|balcony)|\b(?:kill|murder)(?:ed|ing|s)? (?:me|her|him|us|you|someone|somebody|my|people)\b|\bafraid of my (?:husband|father|boyfriend|ex)|\bscared (?:of|to go) (?:him|home|my (?:husband|father|boyfriend|ex))|\bexpos(?:ed|ing) himself|\b(?:pour\w*|threw|throw\w*|splash\w*){G}{{0,12}}\b(?:petrol|gasoline|acid|gas)\b|\b(?:take|takes|took|taking|grab\w*|snatch\w*|steal) (?:away )?(?:a|my|the|her|his) (?:child|kid|baby|boy|girl|son|daughter)\b(?! to)|\blocked{G}{{0,24}}\bby my (?:husband|father|boyfriend|ex)|\bbang\w*{G}{{0,14}}\bdoor\b{G}{{0,30}}\b(?:kill|threat\w*|drunk|scared|afraid)""",
        r"""last year|years ago|beating heart|hit (?:song|by the ball)|ball|noise|table tennis|football|basketball|mosquito|\bdeal\b|rates?|carpet|drum|beat the heat|lecture|workshop|poster|hotline|movie|film|game|killing (?:me|us)|kill me with|kills me|cat ?fight|cats are|dogs? fight|prices|law\b|in the past|used to|follow(?:ing)? me on|chat|if someone|in case|could break|might break|may break|would break""",
    ),
    _is(
        Kind.HURT,
        rf"""\bunconscious\b|\bnot (?:breathing|responding|responsive|moving|waking)|\bisn'?t (?:breathing|responding|moving|waking)|\b(?:can'?t|cannot|can not|couldn'?t|hard to|difficult to|difficulty|trouble|stopped|not able to) breath\w*|\bwon'?t wake|\b(?:doesn'?t|does not|don'?t) (?:wake|respond|react|move|breathe)|\bpassed out\b|\blost consciousness|\bnot conscious|\b(?:is|are) dying\b|\bturn(?:ed|ing|s)? blue\b|\ballergic (?:shock|reaction)|\bepilep\w+|\bheat ?stroke|\bdeep cut|\bblood pressure dropp|\bheart (?:stopped|failure)|\bbadly (?:hurt|injured|wounded)|\bserious(?:ly)? (?:hurt|injur\w+|wounded)|\b(?:cut|lost|crushed) (?:his|her|my) (?:hand|finger|leg|arm)s?\b|\bcan\'?t feel (?:his|her|my)|\bfaint(?:ed|ing|s)\b|\bbleed(?:s|ing)\b|\b(?:lots?|a lot|so much|much|pool) of blood|\b(?:much|losing|lost|vomit\w*|cough\w*) blood\b|\b(?:had|has|have|having|was in|big|bad|terrible|car|traffic|road) (?:an? )?accident\b|\baccident (?:with|at|near|just)|\b(?:can't|cannot) (?:speak|talk|move)\b|\bface (?:is |was )?droop\w*|\bdroop\w*|\bslurr\w+|\bbaby is coming|\bcontractions\b|\bpregnant\b{G}{{0,20}}\b(?:pain|bleed\w*|fell|fall)|\bblood (?:everywhere|all over|on (?:his|her|my|the)|is|from|coming|coming from)|\bheart attack|\bstroke\b|\bseizures?\b|\bconvuls\w+|\bchest pains?|\bpain in (?:the|my|his|her) chest|\bchok(?:ing|ed|es)\b|\b(?:need|call|send)s? {G}{{0,12}}\b(?:ambulance|doctor now)|\bambulance\b{G}{{0,12}}(?:please|now|need|quick)|\bbroke(?:n)? (?:his|her|my|a|the) (?:leg|arm|hip|neck|back|skull|head)|\bbroken (?:leg|arm|hip|neck|back)\b|
        \b{SOMEBODY}\b{G}{{0,24}}\b(?:collapsed|has collapsed|lying on (?:the )?(?:ground|floor|road|street|stairs?|grass)|lies on|on the (?:ground|floor) (?:and|not)|fell (?:down|off|from|on|over|out|in|badly|and)|fallen (?:down|off|from|on)|injured|badly hurt|is hurt|got hurt|was hurt|knocked down|run over|burned|scalded)|
        \b(?:hit|struck|knocked (?:down|over)|run over) by (?:a |an |the )?(?:car|truck|bus|van|motor\w*|e-?bike|scooter|taxi|vehicle|lorry)|\bcar (?:crash|accident) (?:just|now|at|with)|\bcan'?t (?:get|stand) up|\bcannot (?:get|stand) up|\bcan not (?:get|stand) up|\b(?:dog|snake|wasps?|bees?|rat)\b{G}{{0,16}}\b(?:bit|bites?|bitten|attack\w*|stung|biting)\b{G}{{0,16}}|\bbit(?:ten)? by (?:a |the )?(?:dog|snake|stray)|\bin labou?r\b|\bwater broke|\bgiving birth|\bhead injury""",
        r"""last (?:year|month|winter)|years ago|often|people (?:often|always|could|might|may)|(?:could|might|may|would) (?:be|get|fall|trip|slip|hurt|bite|have|happen|collapse|run)|someone will|will get hurt|will fall|in case|before (?:some|any)|prevent|fell (?:in love|asleep|behind|through|short)|first aid (?:course|class|training)|lecture|of genius|bleeding (?:money|edge)|stroke of|breast.?stroke|swim|easy to|love|mosquito|price|pollution|hardly breathe because of the paint|tree fell|cat\b|drill|(?<!of )course|insurance|always|used to""",
    ),
    _is(
        Kind.POISON,
        rf"""\bpoison(?:ed|ing)\b|\b(?:drank|drunk|swallowed|ate|eaten){G}{{0,20}}\b(?:bleach|pesticide|detergent|poison|cleaner|batter(?:y|ies)|rat)|\b(?:all|both|whole family|we|everyone){G}{{0,20}}\b(?:dizzy|vomit\w*|throwing up|sick){G}{{0,30}}(?:monoxide|gas|heater|coal|mushroom|food|headache|dizzy)""",
        r"""dogs?\b|cats?\b|rats?\b(?! poison by)|lecture|prevent|last year|garden|plants?""",
    ),
    _is(
        Kind.COLLAPSE,
        rf"""\b(?:wall|roof|ceiling|building|house|balcony|floor|stairs?|staircase|bridge|slope|scaffold\w*|shed|ground|road|street|pavement|sidewalk|car park|fence|crane|tower)\b{G}{{0,24}}\b(?:collaps\w+|caved? in|caving in|has caved|fell (?:down|in|on)|falling (?:down|in|apart)|came down|coming down|come down|gave way|giving way|about to (?:fall|collapse)|leaning|is moving|is shaking|bulging|tilting|broke (?:away|off)|broken (?:away|off)|cracking (?:open|more|wider)|crack\w* {G}{{0,16}}(?:wider|bigger|growing|widening)|sank|sinking|sinkhole)|
        \bcracks?\b{G}{{0,30}}\b(?:wider|bigger|growing|grows|widening|widens|spreading)\b|\bhuge cracks?\b|\bsinkhole|\blandslide|\bmudslide|\b(?:buried|crushed) (?:under|by|beneath)|\btrapped under""",
        r"""last year|long ago|in love|bike|prices?|network|could (?:we|you)|might one day|prevent|fence (?:is )?leaning|planned|old photo|curtain|app\b""",
    ),
    _is(
        Kind.FALLING,
        rf"""\b(?:tiles?|facade|glass|windows?|panes?|bricks?|stones?|concrete|plaster|cement|branch(?:es)?|trees?|flower ?pots?|air.?con\w*(?: units?)?|ac units?|billboards?|signs?|signboards?|panels?|railings?|cladding|rubble|debris|lamps?|lamp ?posts?|poles?|antenna|gutter|roof|chunks?|pieces?|objects?|things|scaffold\w*|crane|unit)\b{G}{{0,24}}\b(?:fall(?:s|ing|en)?|fell|drop(?:s|ped|ping)|com(?:e|es|ing) (?:down|off|loose)|came (?:down|off|loose)|hang(?:s|ing)? (?:loose|by|over|above|down|from|off)|is hanging|are hanging|about to (?:fall|come|drop|break)|loose|swinging|going to fall|will fall|gonna fall|(?:could|might|may|can) (?:drop|fall|come down)|tilting|leaning|snapped)\b{G}{{0,30}}|
        \b(?:throw(?:s|ing|n)?|threw|tossing|dropp(?:ed|ing)){G}{{0,30}}\b(?:roof|window|balcony|upstairs|above|floor|height|high)\b{G}{{0,30}}|\b(?:nearly|almost|just missed|barely missed) (?:hit|hitting|struck|fell on|landed on|crushed|killed)?{G}{{0,8}}\b(?:me|my|a|us|kid|someone|the|him|her|people)\b""",
        r"""leaf|leaves|flowers? (?:fall|are)|autumn|fruit|catkin|last year|drop(?:ped)? off|prices?|asleep|lamp is out|behind|could we|in love|laundry|clothes|noise|water pressure|prun|trim|inside my|bathroom|cartoon|loose dog|light bulb|(?:dropped|missed|throw\w*) (?:rubbish|garbage|trash|litter|cigarette|bus|call|deliver)|almost every|nearly every|nearly all|almost all|nearly a|almost a (?:year|month|week)|door handle|planting|apart""",
    ),
    _is(
        Kind.MISSING,
        rf"""\b(?:haven'?t|have not|hasn'?t|has not|didn'?t|nobody has|no one has|not) (?:been )?(?:seen|see|heard|hear){G}{{0,50}}\b(?:days?|since|weeks?)\b|\b(?:doesn'?t|does not|not|didn'?t|isn'?t|won'?t) answer(?:s|ed|ing)?{G}{{0,12}}\b(?:door|knock\w*|bell)|\bno (?:answer|response|reply|sign of life){G}{{0,16}}(?:door|knock|bell|inside|days)|
        \b(?:child|kid|son|daughter|boy|girl|toddler|baby|grand\w+|mother|father|mom|mum|dad|old (?:man|lady|woman)|elderly \w+|year.?old)\b{G}{{0,24}}\b(?:is missing|went missing|gone missing|missing since|has disappeared|disappeared|is lost|got lost|wandered|not come home|hasn'?t come home|didn'?t come home|ran away|locked (?:in|inside)|can'?t be found|was taken)|\bdisappear\w* with{G}{{0,10}}\b(?:baby|child|kid|son|daughter)|\b(?:alzheimer\w*|dementia)\b{G}{{0,30}}\b(?:didn't|hasn't|not|never) (?:come|came|return\w*|been)|\b(?:neighbou?r|old (?:man|lady|woman)|grand\w+|elderly)\b{G}{{0,20}}\bnot answer\w*|\b(?:bad|strange|rotten|terrible) smell (?:from|in|out of) (?:the |his |her |that |their )?(?:flat|apartment|room)|\bmissing (?:child|kid|boy|girl|person)|\blost (?:my |a |our )?(?:child|kid|son|daughter|boy|girl)\b|\b(?:can'?t|cannot) find my (?:son|daughter|child|kid|mother|father|mom|mum|dad|grand\w+|boy|girl)|\bdementia\b{G}{{0,20}}\b(?:left|wander\w*|missing|lost|gone|disappear\w*)|\b(?:kid|child|baby|toddler|boy|girl|dog)\b{G}{{0,8}}\b(?:locked|left|alone|trapped)\b{G}{{0,20}}\b(?:car|van|vehicle)\b|\b(?:kid|child|toddler|boy|girl|baby)\b{G}{{0,16}}\b(?:hanging|climb\w*|standing|sitting|leaning|dangling) (?:out|on|over|from|outside){G}{{0,10}}\b(?:window|balcony|ledge|sill|roof|railing)""",
        r"""lost (?:in|interest|weight|key)|update|reply to my|email|parcel|cat\b|committee|property|answer my|last year|emails?|football|wifi|guard|service|improve""",
    ),
    _is(
        Kind.HOLE,
        rf"""\bman ?holes?\b{G}{{0,30}}\b(?:missing|open|gone|broken|stolen|uncovered|without|no|lid|collapsed|cracked|fell|loose and|not there|off)\b|\b(?:open|uncovered|missing|broken|no|without(?: a)?|stolen) (?:a |the )?(?:man ?hole|drain cover|sewer|drain lid|well|shaft|pit)\b|\b(?:drain|sewer|grate|grating|shaft|well|pit) (?:cover|lid|is)? ?(?:is |are )?(?:missing|open|gone|broken|uncovered|stolen)|\b(?:deep|big|huge|open) (?:hole|pit|trench)\b{G}{{0,30}}|\b(?:hole|drain|pit|trench|shaft|well|sewer)\b{G}{{0,30}}\b(?:no|without|not any|missing) (?:a |any )?(?:cover|lid|barrier|fence|grate|light|sign|protection)\b|\bfell in(?:to)? (?:a |the )?(?:hole|man ?hole|pit|drain|sewer|well|shaft)""",
        r"""noise|noisy|rattl|bang|in the wall|in my (?:wall|roof|sock|shirt|budget)|in the fence|net\b|key|phone|filled in|last year""",
    ),
    _is(
        Kind.WATER,
        rf"""\bdrown(?:s|ed|ing)?\b|\b(?:fell|fallen|fall|slipped|pushed|swept){G}{{0,10}}\b(?:in|into|in to|away by)\b{G}{{0,10}}\b(?:river|pond|lake|pool|canal|water|fountain|well|ditch|stream)\b|\bwater {G}{{0,20}}\b(?:waist|knees?|chest|neck|shoulder|hip|(?:a|one|1|two) met(?:er|re)s?) ?(?:deep|high)?|\b(?:waist|knee|chest|neck).(?:deep|high)|\bdeep (?:flood ?)?water\b|\bwater is (?:very |so |too |really )?deep|\bwater (?:is |keeps )?(?:coming|rising|rushing|entering|pouring){G}{{0,40}}\b(?:get out|trapped|stuck|ground floor|first floor|people)|\briver (?:rose|is rising|overflow\w*)|\bflood\w*{G}{{0,30}}\b(?:trapped|stuck|still in|people|inside|rising|fast|waist|basement)|\b(?:thin|on the|frozen|cracked|cracking) (?:ice|lake|pond)\b{G}{{0,20}}|\bswept away""",
        r"""drown(?:s|ed|ing)? (?:out|in (?:noise|ads|paper|work))|knee pain|ice cream|swimming (?:course|class|lesson)|last year|rink|deep water (?:cleaning|tank)|water tank|key|phone|prevent|lecture|pressure|bill""",
    ),
)

ENGLISH = Speech(
    RULES,
    ends=".!?;\n",
    denied=pattern(r"\b(?:no|not|never|without|isn't|aren't|wasn't|non|anti|no more|free of)(?: a| any| the)? ?$"),
    feared=pattern(
        r"""\b(?:if|in case|unless|what if|imagine|prevent\w*|avoid\w*|against|lecture|training|workshop|drills?|(?<!of )course|brochure|leaflet|last year|years ago|used to|so that no|before (?:some|any)|
        risk of|danger of|could (?:cause|lead|start)|might (?:cause|lead)|may (?:cause|lead)|in the event)\b"""
    ),
    over=pattern(
        r"\s?(?:prevention|safety|drill|hazard|risk|training|lecture|awareness|course|insurance|protection|proof|alarms? (?:test|should|could)|detectors?)"
    ),
    petition=pattern(
        r"\b(?:government|developers?|compensation|for (?:years|months)|years|often|suggest\w*|propos\w+|would be nice|could (?:we|you)|i hope|department|policy)\b"
    ),
    now=pattern(
        r"\b(?:right now|just now|now|hurry|urgent|emergency|at the moment|currently|minutes?|still|quick(?:ly)?|please come|asap|help)\b"
    ),
)
