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

list-it = it | this | that | this thing | that thing | the photo | this photo | these
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
# These ask at the beginning alone: "that is wrong".
question-begins = is | are | was | were | does | do | did | has | have | any
order-begins = delete | remove | forget | stop | turn | switch | set | change | make | speak | talk | say | repeat | send | share | save | store | keep | remember | remind | call | phone | message | text | play | sing | open | close | start | begin | enable | disable | use | give | show | add | block | mute | unmute | increase | decrease | raise | lower | reduce | book | order | buy | pay | wake | download | upload | forward | reply | write | type | go | come | help | clear | reset | cancel | quit | exit | update | install | activate | deactivate | do not | never | always | answer | respond | shut | wait | connect | disconnect | invite | let | teach | be | export | warn | put | bring | take | schedule | mark | draw | record | unsubscribe | subscribe | log | sign | hide | undo | ask | stay | leave
# Whoever begins so wants something, if nothing is asked; Bangla verbs in Latin letters end so.
want-begins = i want | i need | i would like | i wanna | i wish | let me | let us | could i | may i | kindly | you should | you must | you need to | you have to | try to | stop | slow | run | launch | dial | ring | email | navigate | fetch | cook | clean | lock | unlock | charge | post | publish | upload | get | pick | wash | press | click | zoom | crop | rotate | focus | erase | wipe | mail | register | pause | resume | skip | continue | restart | return | transfer | recharge | check my | order me | find me a | i prefer | i will need | i would love | i want you to | go ahead and | tell my | tell him | tell her | tell them | say to | say hi | say hello
order-verbs = koro | koren | korun | korba | kore | kor | dao | daw | den | dew | diba | diben | diyo | dien | bajao | bajan | calao | chalao | chalan | chalu | pathao | pathan | khulo | kholo | tolo | tulo | dako | daken | ano | anen | rakho | rakhen | komao | barao | thamo | lagao | banao | kino | likho | jalao | nibhao | nivao | charo | chere | bondho | bondo
order-words = delete my | delete all | remove my | turn off | turn on | send me | send it to | my data | my account | my settings
tell-begins = tell | describe | read | list | name | explain | count | check | identify | look | find | search | compare | guess | translate | spell
bot-words = joke | story | song | weather | news | louder | voice | speed | settings | language | time | hindi | urdu | arabic | poem | account | history | volume | bangla | english | music
photo-words = colour | price | name | number | date | photo | text | label | it | this

## Keywords by their list: the lines that use them are in understood.bn.ftl ("cues").

cue-not-sought = photo | photos | i sent | sent | i | find | search | the | of | with | me | for | look | koi | koro | my | pic | where | is | which | one
cue-contrary-voice = বন্ধ | off | stop | no | not | without | disable
cue-contrary-rate = fast | faster | quick | quicker | speed up | up | increase | louder | loud
cue-contrary-length = long | longer | more
cue-contrary-pitch = high | higher | thin | squeaky
cue-contrary-forget = all | everything | data | account | do not | keep | not
cue-contrary-language = bangla | bengali | hindi | urdu | arabic
cue-contrary-warn = stop | no | not | off

cue-die = want to die | kill myself | end my life | suicide | suicidal | do not want to live | better off dead | wish i was dead | wish i were dead | no reason to live | hurt myself | harm myself | tired of living
cue-fallen = i fell | i have fallen | i've fallen | i am hurt | i am bleeding | i am lost | i am stuck | i am trapped | i am in danger | i am scared | can not get up | can not stand up | can not breathe | chest pain | house is on fire | kitchen is on fire | smell gas | following me | heart attack | burnt myself | cut myself
cue-helpme = help me | please help | save me | need help | rescue me
cue-peril = fell | fallen | hurt | bleeding | fire | lost | stuck | danger | emergency | attack | dying | trapped | burnt
cue-enough = থামুন now | now enough | that is enough | enough now | থামুন talking | থামুন reading | থামুন it | shut up | থামুন speaking | no more | be quiet | থামুন please | quiet now | do not read anymore | do not read any more | do not talk anymore | do not speak | enough enough | stop it now | i heard enough | okay enough | stop there
cue-thing = photo* | price | name | date | medicine | expiry | number | man | woman | people | car
cue-delete = wipe | clear | forget | get rid of | deleting | deleted | removed | erased | wiped
cue-keepnot = do not keep | do not save
cue-that = that | the one
cue-notdelete = do not মুছুন | do not forget | do not delete | do not remove | never মুছুন
cue-everyword = all | every | whole | everything | entire | all of it
cue-everything = everything about me | everything you know | everything on me | everything you have | all you know | all about me | everything i sent
cue-photo = photo | photos | photo*
cue-data = data | information | info | account | messages | history | chats | chat
cue-me = about me | know | on me
cue-mine = my | i | mine | me
cue-last = last | latest | previous
cue-file = file | copy | download | export | backup | zip | a copy
cue-give = want | need | give | send | get | download | export | like | can i | make | how do i
cue-fetch = download | export | get | save | backup
cue-history = history | history*
cue-list = list | all the photos | what photos | which photos
cue-earlier = before | earlier | yesterday | so far | past | previous | old | till now | last week | this week | today
cue-sent = i sent | sent | have sent | i gave | uploaded | i showed | i shared | shared
cue-which = which | where
cue-shown = show | send
cue-photosearch = find the photo | find my photo | find me the photo | look for the photo | search the photo | search for the photo | look for my photo | search my photos | find that photo | look for that photo | search for my photo
cue-goes = where do * go | where are * stored | where are * kept | where is * kept
cue-safe = safe | private | secure
cue-search = search | find | look for | bring up | looking for
cue-keeps = keep | store | save | stored | saved | kept | keeping | storing | saving | stay
cue-you = you | u | your | ur | yr
cue-asks = do | is | are | does | what | who | can | where | which | how long | will | any
cue-seen = see | seen | share | shared | sees | looking at | watch
cue-server = server | cloud | internet
cue-others = anyone | others | anybody | someone else | other people | who | somebody | owner | people
cue-voice = voice | voices | audio
cue-voicein = in voice | by voice | with voice | voice reply | talk to me | out loud | aloud
cue-off = বন্ধ | stop | no | without | disable | mute | do not | no more | not | থামুন | do not want | no need
cue-on = চালু | enable | want | send | give | start | activate | unmute | prefer | replies | reply
cue-phone = phone | mobile | tv | radio | fan | my phone
cue-elsewhere = song | music | joke | story | news | weather | poem | male | female | man | woman
cue-text = label | text | written | says | writing | words | letter | page | paper | sign
cue-notgive = no text | do not text | do not write
cue-say = say | speak | tell | talk | answer | reply | use | switch | change | make | give | keep | be | go | read | answers | replies | descriptions | explain | want | respond | need
cue-speed = speed | pace | rate | speech rate | speaking speed
cue-less = less | down | slower | reduce | decrease | lower | slow
cue-more = up | faster | increase | raise | quicker | more
cue-toomuch = too | so | very | this
cue-fast = fast | faster | quick | quickly | quicker | rapid
cue-slow = slow | slower | slowly
cue-follow = understand | follow | catch | keep up | hear | talk | speak
cue-slowdown = slow down | slow it down | go slower | go slow | speak slower | not so fast | less fast | more slowly | slow ur voice
cue-speedup = speed up | speed it up | hurry up | go faster | speak faster | talk faster | not so slow
cue-pitch = voice | pitch | tone | sound
cue-lower = deep | deeper | lower | low | thick | thicker | less squeaky | less high | less sharp | less shrill | heavier | not so high | bass | less thin | decrease | reduce
cue-higher = high | higher | thin | thinner | squeaky | squeakier | sharper | less deep | less low | lighter | not so deep | less heavy | increase
cue-short = short | shorter | brief | briefly | brief answers | concise | few words | fewer words | less words | one line | to the point | shortly | one sentence | not so long
cue-longway = longer | long answers | long descriptions | longer descriptions | long description | more words
cue-long = long | lengthy | wordy
cue-answer = description | descriptions | answer | answers
cue-english = in english
cue-bangla = in bangla | in bengali
cue-look = translate | written | text | read | word | mean
cue-how = how | how to | teach me | show me how
cue-use = use | work | works | operate | start using | run
cue-bot = you | this bot | bot | app | this app | chokh | this
cue-help = help | guide | teach
cue-cando = what can you do | what can u do | what you can do | what do you do | what are you able | what else can you | what all can you
cue-commands = commands | command | options | features | functions
cue-wrong = that is not right | not right | that is wrong | you are wrong | this is wrong | it is wrong | wrong answer | not correct | incorrect | not true | you made a mistake | that is false | you got it wrong | got that wrong | made a mistake | that is not it | wrong again | no it is not | not what it is
cue-lookagain = look again | check again | try again | look carefully | look properly | have another look | see again | look once more
cue-details = details | in detail | in more detail | more detail | tell me more | say more | describe more | everything you see | everything u can see | everything you can see | more about it | full description
cue-it = tell | it | give | describe | photo | this | more | see
cue-describe = describe | tell | explain
cue-again = again | once more | repeat | one more time
cue-reads = read | read out | read me | read it
cue-notread = price | date | name | number | expiry | total | address | news | translate
cue-colour = colour | what colour
cue-read = written | say
cue-hue = red | blue | green | yellow | black | white | pink | purple | orange | brown | grey | gray | maroon
cue-tellit = is it | is this | this or | it
cue-or = or
cue-lamp = light
cue-whence = coming from | which direction | which side | where is
cue-thanks = thank you | thanks* | god bless you | bless you | grateful | much appreciated | appreciate it
cue-praise = great | good bot | the best | awesome | amazing | wonderful | brilliant | rock | helpful | so good
cue-insult = useless | idiot | stupid | dumb | fool | trash | garbage | moron | bastard | shit | worst | pathetic | crap | suck* | nonsense | rubbish | terrible | hate | waste | annoying | liar
cue-incapable = can not do anything | know nothing | do not know anything | good for nothing | do not understand anything
cue-areyou = are you | are u | r u | is this
cue-person = person | human | robot | machine | bot | computer | ai | real
cue-ate = had lunch | had dinner | had breakfast
cue-worthless = waste of time | good for nothing
cue-mood = i am sad | i am so sad | feel sad | feeling sad | lonely | feel alone | so alone | depressed | i feel bad | feeling low | feel low | i am upset | i am tired | no one loves me | i miss | i am bored | i am afraid
cue-salam = hello
cue-well = how are you | you well
cue-lives = eat | eaten | sleep | love | married | old | live | feel | family | friend | friends | had lunch | had dinner
cue-news = whats new | what is new | how is life | what is going চালু
cue-state = what is | how is

## What nobody should trust a machine in: medicine, food, money, traffic, fire

careful-words = medicine | medicines | medication | medications | tablet | tablets | capsule | capsules | syrup | pill | pills | inhaler | insulin | injection | prescription | dose | dosage | ointment | drops | eye drops | vaccine | antibiotic | antibiotics | vitamin | vitamins | paracetamol | aspirin | ibuprofen | napa | oshudh | osudh | oushodh | oshud | expiry | expire | expires | expired | expiration | exp | best before | use by | use before | mfg | mfd | meyad | out of date | gone bad | gone off | spoiled | spoilt | rotten | mouldy | moldy | stale | safe to eat | safe to drink | can i eat | can i drink | can i take | poison | poisonous | toxic | pesticide | bleach | allergy | allergic | allergens | contains nuts | taka | tk | rupee | rupees | banknote | banknotes | bank note | bank notes | money | cash | price | prices | cheque | fake note | counterfeit | total bill | how much does it cost | how much is it | traffic | traffic light | traffic lights | traffic signal | cross the road | cross the street | crossing the road | crossing the street | cross this road | cross this street | zebra crossing | crosswalk | level crossing | is a car coming | cars coming | car coming | train coming | safe to cross | safe to walk
careful-asked = stove | gas | burner | fire | smoke | flame | candle | iron | wire | socket | sign here | signature | contract | safe | dangerous | on fire
price-words = price | prices | cost | costs | how much is | how much are | how much for | how much does | how much do

# Words that say nothing of what an order is about
common-words = i | you | my | me | your | the | a | an | it | this | that | is | are | on | off | in | of | to | for | and | or | with | at | by | do | not | can | will | be | please | one | all | more | up | down | out | now | here | there | what | how | who | when | where | photo | photos | send | give | show | make | use | set | get | turn | add | call | tell | say | keep | save | like | very | too | so | is | am | was | some | any | last | from | about | see | look | change | write | start | open
