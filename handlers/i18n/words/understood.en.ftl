# What people type, beside en.ftl, which is what Chokh says. The phrases of a command stand with the
# command, in en.ftl (".typed"); here is everything else. How to write it: docs/decisions/phrases.md
#   (a|b)   one of these        (a)?    this, or nothing        <name>   one of "list-name"
#   <any>   whatever words      <number>   digits

## One word in place of many: the first is what the phrases are written in.

same-words =
    what is: what's | whats | wats | what was
    where is: where's | wheres | where are | where're | where did
    that is: that's | thats
    it is: it's | its
    you are: you're | youre
    i am: i'm | im
    is not: isn't | isnt
    do not: don't | dont | do nt
    can not: can't | cant | cannot
    colour: color | colours | colors
    photo: picture | pic | image | photograph | foto
    photos: pictures | pics | images
    voice: voice message | voice messages | voices | audio | audio message | audio messages | sound | the voice | the sound
    light: lights | lamp | lamps | the light | the lights | the lamp
    delete: erase
    could you: can you | would you | will you | can u | could u
    hello: hi | hey | hiya | helo | hallo
    thank you: thanks | thank u | thx | thankyou | tnx | ty
    okay: ok | okey | k | okie | oki
    yes: yeah | yep | yup | yes please | ya | y
    no: nope | nah | n | noo
    please: pls | plz | plss
    repeat: repeat that | repeat it | repeat this | repeat again
    note: banknote | bank note | bill
    my: our
    person: helper | companion
# English has no endings that dialects change.
same-endings-not = none

## What is said around anything, and changes nothing

filler-before = chokh | please | hello | okay | could you | could you please | please could you | so | well | now | hey chokh | i want you to | i would like you to | i need you to | just | um | uh | bro | sir | excuse me | kindly | and | then
filler-after = please | now | thank you | chokh | for me | bro | sir | then | okay | to me | if you can | right now
filler-within = please | just | kindly
pleading = none

## Words that stand in several phrases

list-it = it | this | that | the photo | this photo | these
list-here = here | on it | there | in the photo | on this | in this photo
list-on = on | still on | lit | off or on
list-off = off | out
list-own = my | the | your | this | that | our

## Yes and no, where the bot has asked

understood-yes =
    yes (yes|do it|go ahead|delete|delete it|delete them|delete all|i agree|agree|i do|okay|of course|i am sure|absolutely|definitely|confirm|delete everything)?
    okay (yes|do it|delete it|go ahead)?
    (sure|do it|go ahead|confirm|confirmed|of course|absolutely|definitely|i agree|agree|agreed|delete|delete it|delete them|i am sure|correct|right|fine|alright)
understood-no =
    no (no|thank you|do not|do not delete|do not delete it|i do not|i disagree|leave it|keep it|never mind|cancel|stop|way|not now|wait)?
    (cancel|cancel it|never mind|nevermind|do not|do not delete|do not delete it|do not do it|leave it|keep it|forget it|not now|stop|wait|i disagree|disagree|i do not agree)

## What can be measured, or looked for

understood-colour =
    what is (the|its)? colour (of <it>)?
    what is the colour of the thing
    (what|which) colour (is <it>|this|it)?
    (tell me|say)? (the|its)? colour
understood-light =
    (is|are) (the|there)? (any)? light <on>? (in here|in the room|in this room|here)? -> light
    (is|are) (there)? light (on or off|off or on)
    (ghore)? light ki (on|off|ase|ache|jole|bondho) (ache|ase)?
    (is|are) (the)? light <off> (in here|in the room|in this room)? -> dark
    is (it|the room|this room|my room) dark (in here|here)? -> dark
    is (it|the room|this room|my room) (bright|light|lit) (in here|here)? -> light
    how (light|dark|bright) is (it|the room|this room)
    light or dark
    is it (dark or light|light or dark|bright or dark|dark or bright)
understood-note =
    (how much|what|which) (is|money is)? (this|the|that)? (taka|rupee)? (note|denomination) (is this|is it|this is)?
    how many taka (is this|is it|is this note)?
    how much money (is this|is it|is here|is in my hand)?
    how much is this note
    is this a <number> taka note
    is it a <number> taka note
    what is (this|the) (taka)? note (worth)?
understood-note-within = taka note | taka notes | rupee note | which note is
understood-where =
    (tell me|say|show me)? where is <any> (here|in the photo|in this photo|please|now|at|located)?
    (tell me|say|show me)? where <any> (is|are) (here|in the photo|in this photo|please|now)?
    where my <any>
    (locate|point to|point me to) <any>
    in which direction is <any>
    which (way|side|direction) is <any>
    i (can not|could not) find <any>
    i (lost|have lost|am looking for) <any>
understood-find-thing =
    (find|look for|search for|find me|help me find|get me) <any>
understood-show =
    show (it|them|that)? (to me)?
    show me (it|them)?
    (show|mark) (it|them)? (in|on) the photo
    show (me)? the boxes
    boxes
not-a-thing = it | this | that | these | those | he | she | they | we | i | you | here | there | everyone | everybody | someone | this place | this photo | the place | the photo | us | me | this from | it from
no-thing-has = i am | am | taken | bought | made | going | go | come | from | was | were | did | does | do | can | should | to | written | printed | produced | manufactured | you | used
not-found-in-a-place = expiry | date | price | total | cost | number | amount | sum | name | address | error | mistake | meaning | answer | difference | reason | out | solution | expiration

## Small talk: said to the bot, not asked of a photo

understood-greeting =
    hello (there|chokh|bot|all|everyone|friend|bro|sir|madam)? -> hello
    good (morning|evening|afternoon|day) (chokh|to you|sir)? -> hello
    (assalamu alaikum|as salam alaikum|assalamualaikum|salam|salaam|asalamualaikum|aslamualaikum|assalamu alaykum|salam alaikum|assalam o alaikum|assalamu walaikum|slm) -> salam
    (namaskar|nomoskar|namaste|nomoshkar|adab|pranam) -> namaskar
understood-thanks =
    (many|okay|great)? thank you (so much|very much|a lot|chokh|bot|again|friend)?
    (great|good|nice|well done|perfect|awesome|wonderful|excellent|good job|nice work|good bot|good work|very good|amazing|brilliant|love it|that helped|that was helpful|very helpful)
    i (love|like) you
understood-goodbye =
    (good)? (bye|goodbye|bye bye|see you|see you later|see you tomorrow|take care|good night|cu)
    (allah hafez|khoda hafez|allah hafiz|khuda hafiz)
understood-smalltalk =
    how are you (doing)? (today|chokh)?
    how (do you do|is it going|are things)
    (what is up|sup|whats up)
    how do you feel
    i am (fine|good|sad|happy|bored|lonely|alone|blind|well|tired)
    what are you doing
understood-about =
    who are you (chokh)?
    what are you
    what is your name
    your name
    (are you|is this|are u) (a|an)? (human|person|man|woman|robot|bot|machine|real|real person|computer|ai|program|real human|human or a bot|human or robot|man or a woman|boy or a girl|human being|chatbot|girl|boy)
    (who|which company) (made|created|built|programmed) you
    where (are you from|do you live|are you)
    how old are you
    who am i (talking|speaking) (to|with)
    what is (chokh|this bot)
    tell me about (yourself|you)
    introduce yourself
understood-ok =
    (okay|fine|alright|i see|understood|got it|hmm|hm|mm|oh|ah|cool|yes|no|right|sure|all right|i know|aha|haha|lol|hahaha|okay okay|okay thank you|wow|really|noted|great okay)
understood-distress =
    (please)? help me (i am in danger|i am lost|now i am in danger)
    (i am|we are) (in danger|in trouble|lost|hurt|bleeding|injured|trapped|stuck|scared|dying|sick|very sick|in pain|unwell|in big trouble)
    (save|rescue) me
    (there is)? (a)? fire (in the house|in my house|in my room|here|in the room)
    (my house|the house|it|the kitchen) is on fire
    (call|i need|get) (an|a|the)? (ambulance|police|doctor|fire service)
    (help|help me|please help|save me) i (fell|am lost|am hurt|am in danger|am stuck|am falling|am scared|can not breathe)
    i (fell|have fallen|fell down|fell and can not get up|can not breathe|can not get up|have chest pain)
    i (want to die|want to kill myself|do not want to live|want to end my life)
    (emergency|sos|it is an emergency|this is an emergency)
    (someone|somebody|a thief|a man) is (following me|attacking me|in my house|hurting me|hitting me|breaking in)
    i am having a (heart attack|stroke|panic attack)
    (i had an|there was an) accident
understood-elsewhere =
    what time is it (now)?
    what is the (time|date|weather|news|temperature) (now|today|outside)?
    what (day|date) is (it|today) (today)?
    what is today's date
    what day is today
    how is the weather (today|outside)?
    (will it rain|is it going to rain) (today|tomorrow|outside)?
    tell (me)? (a|some|another|me a)? (joke|story|jokes|poem|news|riddle)
    (sing|play) (me)? (a)? (song|music|some music)
    where am i (now)?
    (what is|tell me) the news
    what is the score
understood-loudness =
    (speak|talk|say it|be)? (louder|more loudly|softer|quieter|loudly|up|more quietly)
    (turn|make) (it|the volume|volume)? (up|down|louder|quieter|softer)
    (increase|decrease|raise|lower) (the)? volume
    (louder|volume|volume up|volume down)
understood-tui =
    call me tui
understood-complaint =
    you (do not|can not|never) (work|understand|understand anything|do anything|know anything|help|listen|see anything)
    you (are|re)? (useless|bad|no good|no use|terrible|slow|too slow|not helpful|not working|of no use)
    (useless|terrible|bad bot|this is useless|it is useless|not working|it does not work|does not work|nonsense|rubbish|bad|this is bad|very bad|so slow|too slow|i am disappointed|that did not help|not helpful)
    why (are you)? (so|this)? (slow|is it so slow|does it take so long)
understood-abuse =
    (you are|you|you are a|you are an|you)? (stupid|idiot|fool|dumb|moron|an idiot|a fool|bastard|bitch|asshole|shit|bullshit|crap|stupid bot|dumb bot|fucker|motherfucker|son of a bitch|dog|pig|retard|loser|ugly|trash|garbage|stupid idiot|piece of shit)
    (fuck|fuck you|fuck off|shut the fuck up|go to hell|damn you|screw you|get lost|i hate you|drop dead)

## A text for the bot that no phrase takes is an order by these words, and no question of a photo.

question-words = what | which | who | whose | whom | where | when | why | how | is | are | was | were | does | do | did | has | have | any
order-begins = delete | remove | forget | stop | turn | switch | set | change | make | speak | talk | say | repeat | send | share | save | store | keep | remember | remind | call | phone | message | text | play | sing | open | close | start | begin | enable | disable | use | give | show | add | block | mute | unmute | increase | decrease | raise | lower | reduce | book | order | buy | pay | wake | download | upload | forward | reply | write | type | go | come | help | clear | reset | cancel | quit | exit | update | install | activate | deactivate | do not | never | always | answer | respond | shut | wait | connect | disconnect | invite | let | teach | be | export | warn | put | bring | take | schedule | mark | draw | record | unsubscribe | subscribe | log | sign | hide | undo | ask | stay | leave
order-words = delete my | delete all | remove my | turn off | turn on | send me | send it to | my data | my account | my settings
tell-begins = tell | describe | read | list | name | explain | count | check | identify | look | find | search | compare | guess | translate | spell
bot-words = joke | story | song | weather | news | louder | voice | speed | settings | language | time | hindi | urdu | arabic | poem | account | history | volume | bangla | english | music
photo-words = colour | price | name | number | date | photo | text | label | it | this

## What nobody should trust a machine in: medicine, food, money, traffic, fire

careful-words = medicine | medicines | medication | medications | tablet | tablets | capsule | capsules | syrup | pill | pills | inhaler | insulin | injection | prescription | dose | dosage | ointment | drops | eye drops | vaccine | antibiotic | antibiotics | vitamin | vitamins | paracetamol | aspirin | ibuprofen | napa | oshudh | osudh | oushodh | oshud | expiry | expire | expires | expired | expiration | exp | best before | use by | use before | mfg | mfd | meyad | out of date | gone bad | gone off | spoiled | spoilt | rotten | mouldy | moldy | stale | safe to eat | safe to drink | can i eat | can i drink | can i take | poison | poisonous | toxic | pesticide | bleach | allergy | allergic | allergens | contains nuts | taka | tk | rupee | rupees | banknote | banknotes | bank note | bank notes | money | cash | price | prices | cheque | fake note | counterfeit | total bill | how much does it cost | how much is it | traffic | traffic light | traffic lights | traffic signal | cross the road | cross the street | crossing the road | crossing the street | cross this road | cross this street | zebra crossing | crosswalk | level crossing | is a car coming | cars coming | car coming | train coming | safe to cross | safe to walk
careful-asked = stove | gas | burner | fire | smoke | flame | candle | iron | wire | socket | sign here | signature | contract | safe | dangerous | on fire
price-words = price | prices | cost | costs | how much is | how much are | how much for | how much does | how much do

# Words that say nothing of what an order is about
common-words = i | you | my | me | your | the | a | an | it | this | that | is | are | on | off | in | of | to | for | and | or | with | at | by | do | not | can | will | be | please | one | all | more | up | down | out | now | here | there | what | how | who | when | where | photo | photos | send | give | show | make | use | set | get | turn | add | call | tell | say | keep | save | like | very | too | so | is | am | was | some | any | last | from | about | see | look | change | write | start | open
