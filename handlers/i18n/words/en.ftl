# What Chokh says. Short sentences, no Markdown marks, no emoji: as a screen reader reads them.
# What stands after "type:" can be typed exactly so (handlers/intents/parser.py).

## Start and help

greeting =
    My name is Chokh. Send a photo and I say what is in it. Then you can ask about it.
    To hear what I can do, type: help.
greeting-other-language = বাংলার জন্য লিখুন: বাংলা।
demonstration = This is a demonstration. For now I know only coloured circles, squares and triangles.
voice-offer =
    Would you like the answers as voice messages too? Then type: voice on.
    If not, type: voice off.
help =
    Send a photo and I say what is in it.
    Ask about it, in writing or by voice.
    For the writing, type: read it.
    To hear it again: say it again. To stop: stop.
    For more, type: help colour, help voice, or help more.
help-more =
    For more, type help and a topic: photo, writing, colour, things, finding, descriptions, voice, language, person, lists, privacy{ $role ->
        [owner] , owner
       *[guest] {""}
    }. For example, type: help photo.
help-photo =
    You can send several photos together, or a video. If you write a question with the photo, I answer that first.
    To ask about an earlier photo, reply to it.
    If an answer seems wrong, type: wrong. For medicine, food or money, check with a person.
help-writing =
    To hear all the writing in a photo, type: read it. I also say what barcodes and QR codes hold.
    I read PDFs from their first page on. For another page, reply to the PDF with: page 2.
help-colour =
    After a photo, type: what colour is it? For the light, type: is the light on? For a banknote, type: which note is it?
help-things =
    To hear where something is, type: where is the cup? To hear which of some things it is, type: which of these, cup, plate, spoon.
    To have it marked for someone who sees, type: show it.
help-finding =
    To find an earlier photo, type, for example: find red circle. To hear what you have sent, type: my photos.
    To delete a photo, reply to it with: delete this photo.
help-descriptions =
    To change descriptions, type: short, or long. To hear more of the last photo, type: in detail.
    To know of blood or the like beforehand, type: warn me of blood.
help-voice =
    To hear answers by voice, type: voice on. To stop that, type: voice off.
    To change how fast I speak, type: slower, faster, or rate 120. To change my voice, type: pitch lower, or pitch higher.
help-language =
    For Bangla, type: Bangla. I understand Bangla in English letters, too.
    To change my Bangla, type: call me tumi, West Bengal Bangla, or English digits.
help-person =
    To have a friend or relative look at a photo, type: my helper.
    In a group, begin with my name, for example: Chokh, what is in it?
help-lists =
    Questions that you often ask can be kept under a name. Later type the name alone, and I answer them all. To hear how, type: my ways.
help-privacy =
    To hear where photos go and who sees them, type: privacy. To get all your data as a file, type: export my data. To delete it all, type: delete everything.
help-owner =
    To let someone in, type: invite, or allow 123456.
    To stop it, type: remove 123456. To hear how I am, type: bot status.
other = I can't look at this. Send a photo, or ask about one in writing or by voice.
heard = You said: { $text }
forwarded = That was forwarded. I take no orders and no questions from what others wrote. Write it to me yourself.
write-as-yourself = I can't know who you are here. Write under your own name, or to me alone.
unknown-command = I don't know this command. To know what you can type, type: help.

## Language, voice, rate, length

language-now = I am speaking English. For Bangla, type: Bangla.
language-set = From now on I speak English.
language-unknown = I know Bangla and English. Type: Bangla, or English.
voice-now-on = Voice messages are on. To stop them, type: voice off.
voice-now-off = Voice messages are off. To get them, type: voice on.
voice-set-on = Voice messages are on now. To stop them, type: voice off.
voice-set-off = Voice messages are off now. To get them again, type: voice on.
voice-now-questions = I answer by voice only when you ask by voice. To get every answer by voice, type: voice on.
voice-set-questions = From now on I answer by voice only when you ask by voice. To get every answer by voice, type: voice on.
voice-unknown = Type: voice on, voice off, or voice only for voice.
rate-now = I speak { $rate } words a minute. To change it, type: slower, faster, or rate 120.
rate-set = From now on I speak { $rate } words a minute.
rate-limit = I can speak { $lowest } to { $highest } words a minute. For example, type: rate 120.
zone-now = Your clock says { $time }. To change it, type: time zone Bangladesh, or time zone India.
zone-set = From now on your days are counted by a clock that says { $time } now.
zone-unknown = I don't know that time zone. Type: time zone Bangladesh, or time zone India.
pitch-now = My pitch is { $pitch }. To change it, type: pitch lower, pitch higher, or pitch 50.
pitch-set = From now on my pitch is { $pitch }.
pitch-limit = My pitch can be { $lowest } to { $highest }. For example, type: pitch 50.
length-now-short = Descriptions are short. For longer ones, type: long.
length-now-long = Descriptions are long. For shorter ones, type: short.
length-set-short = From now on descriptions are short.
length-set-long = From now on descriptions are long.
length-unknown = Type: short, or long.

## How Bangla is said (handlers/preferences/style.py)

register-bd = My Bangla has the words of Bangladesh, as in pani. For those of West Bengal, type: West Bengal Bangla.
register-wb = My Bangla has the words of West Bengal, as in jol. For those of Bangladesh, type: Bangladesh Bangla.
address-apni = In Bangla I call you apni. To be called tumi, type: call me tumi.
address-tumi = In Bangla I call you tumi. To be called apni, type: call me apni.
numbers-bangla = In Bangla I write Bangla digits. For English digits, type: English digits.
numbers-latin = In Bangla I write English digits. For Bangla digits, type: Bangla digits.

## On the buttons: these can be typed, too

button-voice-on = voice on
button-voice-off = voice off
button-language-bn = বাংলা
button-language-en = English
button-length-short = short
button-length-long = long
button-privacy-yes = Agree
button-privacy-no = Disagree

## Who may use the bot

stranger = This bot is private. To use it, ask its owner for an invitation link, or give them your ID: { $id }.
owner-welcome = You are now the owner of this bot.
code-wanted = Nobody owns this bot yet. If it is yours, there is a code on the screen of the computer where it runs. Send me that code.
wrong-code = That is not the code. Look for it again on the screen of the computer where the bot runs.
owners-only = Only an owner can do this.
allow-nobody = That ID is nobody's own. I can let in only people.
allow-whom =
    The simple way is an invitation. Type: invite.
    If you know their ID, type: allow 123456.
    Or forward a message of theirs here and reply to it with: allow.
allowed = { $name } can use me now, and knows it.
allowed-untold = { $name } can use me now. I could not tell them, so please do.
allowed-owner = { $name } owns this bot and can use it already.
invitation =
    Send them this link: { $link }
    Or let them send me this code: { $code }
    It lets one person in, within { $days } days.
invited-in = Welcome. You can use me now.
invited-used = This code was used already. Ask for a new one.
invited-expired = This code is too old. Ask for a new one.
invited-unknown = I don't know this code. Look at it again, or ask for a new one.
remove-whom = Type their ID, like this: remove 123456.
removed = { $name } can't use me any more.
removed-nobody = { $name } could not use me anyway.
removed-owner = An owner can't be removed.

## How the bot is, for owners

status-waiting = { $waiting ->
    [0] No message is waiting.
    [1] One message is waiting.
   *[other] { $waiting } messages are waiting.
}
status-today = { $today ->
    [0] None was answered today.
    [1] One was answered today.
   *[other] { $today } were answered today.
}
status-held = { $number ->
    [1] One waits until its sender agrees.
   *[other] { $number } wait until their senders agree.
}
status-kept = { $number ->
    [1] One could not be answered and is kept.
   *[other] { $number } could not be answered and are kept.
}
status-models = In memory: { $models }.
status-idle = No model is in memory.
status-disk = { $free } gigabytes are free on the disk.
status-error = The last error since the start: { $error }. The log says more.
status-well = No error since the start.
status-version = Chokh { $version }.

## Photos and questions

nothing-made-out = I could not make out what it shows. Take it again in better light, a little closer.
doubt = I am not sure, this may be wrong.
answer-not-shown = The photo doesn't show that.
check-with-person = Please check this with a person.
untranslated = I could not translate this, so it is in English.
of-the-first = { $photos ->
    [1] This is about the first photo alone.
   *[other] This is about the first { $photos } photos alone.
}
album-photo = { $number }. { $text }
sticker-still = The sticker moves. I have seen only a still picture of it.
not-a-photo = This is not a photo, so I could not look at it.
no-photo-yet = Which photo do you mean? Send it first, then ask.
writing = It says: “{ $text }”.
writing-more = There is more writing. To hear it, type: read it.
writing-some = There is writing. To hear it, type: read it.
codes = { $codes ->
    [1] There is a barcode or QR code. To know what is in it, type: read it.
   *[other] There are { $codes } barcodes or QR codes. To know what is in them, type: read it.
}
read-asked = What is written on it?
nothing-written = I found no writing. If there is some, take it again in good light, a little closer.
remark = A remark beside it: “{ $text }”
ticked = ticked
not-ticked = not ticked
nothing-written-page = I found no writing on this page.
line-doubtful = reading uncertain
lines-doubtful = The writing is hard to make out; I may have misread it:
amount-doubtful = amount uncertain
amounts-why = I can misread the taka sign as a 1 or another letter. Check prices with a person.
code-qr = The QR code says: “{ $content }”
code-other = The barcode says: “{ $content }”
code-product = Product barcode: { $digits }
code-link = This is a link. I did not open it.
page = Page { $page } of { $pages }.
page-asked = Page { $page }
document-writing = This is a PDF. I can tell of its writing: page 2, what is the total, in short, translate it.
document-ask = In this PDF I can find dates, expiry, the total, phone numbers and names. For the rest, write: page 1.
translate-asked = Translate it
translation = { $into ->
    [en] In English:
   *[bn] In Bangla:
}
translation-same = The writing is in this language already.
translation-part = I could not translate some of the lines.
translation-none = I could not translate it.
fact-line = It says: “{ $text }”.
fact-line-doubtful = It seems to say: “{ $text }”. I am not sure that I read it right.
fact-none = I did not find that in the writing. To hear all of it, write: page 1.
short-kind = { $kind ->
    [prescription] This seems to be a prescription.
    [bill] This seems to be a bill or receipt.
    [notice] This seems to be a notice.
    [form] This seems to be a form.
   *[letter] This seems to be a letter.
}
short-title = It begins: “{ $text }”
short-date = Date: “{ $text }”
short-amount = Amount: “{ $text }”
audio-so-far = I have read { $page } of { $pages } pages.
audio-cut = The file has the first { $pages } pages.
page-next = For the rest, reply to this PDF with: page { $page }.
page-none = This PDF has { $pages } pages.
find-what = Which photos? For example, type: find red circle. Or reply to a photo with: find like this.
found = { $photos ->
    [1] I found one photo.
   *[other] I found { $photos } photos, the best match first.
}
found-more = There are { $photos } more. Say more exactly what you are looking for.
product = This seems to be { $name }, it costs { $price }. Please check at the shop.
product-unknown = This matches no product that I know, so I don't know its price.
found-none = I found no such photo.
found-gone = Telegram no longer has this photo, so I can't send it.
forget-which = What shall I delete? Type: last, hour, or all. For one photo, reply to it with: delete this photo.
forget-last = The last photo and all that was said of it will be deleted, and can't be brought back. To delete, type: yes.
forget-one = This photo of { $day } and all that was said of it will be deleted, and can't be brought back: { $text } To delete, type: yes.
forget-hour = { $photos ->
    [1] One photo of the last hour and all that was said of it
   *[other] { $photos } photos of the last hour and all that was said of them
} will be deleted, and can't be brought back. To delete, type: yes.
forget-all =
    { $photos ->
        [0] Your choices, your question lists and who your helper is
        [1] What was said of your photo, your choices, your question lists and who your helper is
       *[other] What was said of your { $photos } photos, your choices, your question lists and who your helper is
    } will be deleted, and can't be brought back. To delete, type: yes.
forget-anothers = You did not send this photo, so I can't delete it. Ask who sent it to reply to it with: delete this photo.
forget-none = There is no photo to delete.
forget-cancelled = I deleted nothing.
forget-lapsed = That was a while ago, so I deleted nothing. To delete, type again: delete.
forget-unreachable = The search index can't be reached right now, so I deleted nothing. A little later, type again: delete.
forgotten-photos = { $photos ->
    [1] I deleted one photo and all that was said of it.
   *[other] I deleted { $photos } photos and all that was said of them.
} You can delete the photos in Telegram yourself.
forgotten-all =
    { $photos ->
        [0] I deleted everything that I kept of you.
        [1] I deleted one photo and everything else that I kept of you.
       *[other] I deleted { $photos } photos and everything else that I kept of you.
    } You can delete the photos and messages in Telegram yourself.
forgotten-role = I kept only your permission to use this bot.
button-forget-last = Last
button-forget-hour = Hour
button-forget-all = All
forgotten = I deleted what was said about this photo, and it can't be found any more. You can delete the photo in Telegram yourself.
date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
photo-gone = Telegram no longer has this photo. Please send it again.
slow-down = Please give me some time. I look at { $photos } photos a minute. The others are answered too, nothing is lost.
too-many-waiting = Too many of your messages are waiting. I answer those first. I could not keep what came after them: send it again later.
voice-down = I can't make voice messages now. Text still comes.
voice-forbidden = Your Telegram settings refuse voice messages, so I send only text.

## A contested answer (handlers/second_look/dispute.py)

wrong-changed = Before, I said: { $before } Looking again, it is perhaps: { $now } To be sure, check with a person.
wrong-same = Looking again, it still seems: { $before } I may be wrong all the same, so check with a person.
wrong-unsure = Before, I said: { $before } Looking again, I am not sure any more. Take the photo again from closer, or check with a person.
wrong-nothing = I have not told of any photo yet, so send one first.
wrong-measured = Before, I said: { $before } Measuring only the middle again, I get: { $now } To be sure, check with a person.
wrong-measured-same = Measuring again, I get the same: { $before } The light may still mislead me, so check with a person.
wrong-lines = Looking again, this is different:
wrong-line-before = Before: { $text }
wrong-line-now = Now: { $text }
wrong-line-gone = not found any more.
wrong-lines-check = To know which is right, check with a person.
wrong-lines-same = Looking again, I get the same. I may be wrong all the same, so check with a person.

## Videos (handlers/photos/video.py)

film-first = First: { $text }
film-then = Then: { $text }
film-last = At the end: { $text }
photo-incomplete = The file is damaged or incomplete: this is what I could see of it.
photo-preview = This is a camera's raw file; I have seen only its small preview. The photo as a JPEG shows more.
photo-pages = The file has more pages; I have looked at the first four.
file-unsafe = I could not open this file: it takes more time or memory than opening one may, so I will not try it again. A screenshot of what it shows should work.
film-broken = I could not open this video, it is damaged or incomplete. Please send it again.

## Colour, light, money (handlers/answers/measure.py)

colour-name =
    { $colour ->
        [black] black
        [dark-grey] dark grey
        [light-grey] light grey
        [white] white
        [red] red
        [dark-red] dark red
        [orange] orange
        [brown] brown
        [light-brown] light brown
        [beige] beige
        [yellow] yellow
        [olive] olive
        [green] green
        [dark-green] dark green
        [light-green] light green
        [turquoise] turquoise
        [sky-blue] sky blue
        [blue] blue
        [dark-blue] dark blue
        [purple] purple
        [light-purple] light purple
        [pink] pink
        [dark-pink] dark pink
       *[grey] grey
    }
colour-one = The middle of the picture is { $colour }.
colour-two = The middle of the picture is mainly { $first }, with { $second }.
colour-many = The middle of the picture has several colours: { $colours }.
colour-dim = There is little light, so the colour may be another. Take it again in the light.
light-good = There is light.
light-yes = Yes, { $text }
light-no = No, { $text }
light-dim = There is some light, but little.
light-none = There is hardly any light, it is almost dark.
light-from =
    { $side ->
        [left] It is brighter on the left.
        [right] It is brighter on the right.
       *[middle] It is brighter straight ahead.
    }
taka-maybe = Perhaps a { $taka } taka note. I can be wrong, check with a person.
taka-unknown = I can't tell which note this is. Hold it flat in good light and take it again, or check with a person.

## For the next photo (handlers/descriptions/retake_advice.py)

coach-dark = There is little light, so turn a light on, or go nearer to one, and take it again.
coach-blur = The photo is blurred, so hold the phone still with both hands and take it again.
coach-glare = A light is reflected, so tilt the phone a little and take it again.
coach-cut =
    { $side ->
        [left] It is cut off on the left, so move the phone a little to the left.
        [right] It is cut off on the right, so move the phone a little to the right.
        [top] It is cut off at the top, so move the phone up a little.
       *[bottom] It is cut off at the bottom, so move the phone down a little.
    }
coach-away = It is cut off on both sides, so move the phone a little away and take it again.
coach-far = It looks very small, so go a little nearer and take it again.
coach-tilt =
    { $turn ->
        [right] The writing is tilted, so turn the phone a little clockwise.
       *[left] The writing is tilted, so turn the phone a little anticlockwise.
    }

## Again, stop, lists of questions (handlers/updates/repeat_and_stop.py, ways.py, before.py)

ask-first = Send the photo first. I keep your question and answer it when the photo comes.
again-nothing = I have not said anything yet. Send a photo.
stopped = I stopped.
ways-are = Your lists of questions. Type the name alone, and I answer all of its questions about the photo.
way-is = { $name }: { $asks }
way-saved = I will remember it. From now on, with a photo or after it, just type: { $name }
way-deleted = I deleted this list: { $name }
way-unknown = There is no list of this name: { $name }. To hear all names, type: my ways.
way-how = Type my ways, a name, and then the questions with commas between. For example, type: my ways shopping, name of the product, ingredients, date. To delete it, type: my ways delete shopping.
way-taken = By that name I do something else. Choose another name.
way-too-long = This list is too long. Choose a short name and no more than { $items } short questions.
ways-full = I can keep no more than { $ways } lists. Delete one first.

## Earlier photos (handlers/search/history.py)

history-none = I remember no photo yet. Send one.
history-photo = Photo { $number }, { $day }: { $text }
history-today = today
history-yesterday = yesterday
history-more = There are { $photos } more before these.
history-how = To ask about one, type its number, for example: photo 2, what does it say? To delete it, type: delete photo 2.
history-no-such = I remember no such photo. To hear them all, type: history.

## Which of these it is

classify-how = Write the names with commas between. For example, type: which of these, cup, plate, spoon.
classify-best = Of these, it is most likely: { $label }.
classify-or = Of these, it is most likely: { $label }. It may also be: { $other }.
classify-fits = Yes, most likely: { $label }.
classify-none = It is probably none of these: { $labels }.
label-unknown = I don't know one of these names. Please put it in other words.

## Warnings

warn-of = Warning: the photo may show { $things }.
warn-down = I could not check the photo for what you want to be warned of.
warn-set = I warn you before I describe a photo that may show: { $things }. To stop, type: warnings off.
warn-set-off = I give no warnings any more.
warn-now = I warn you of: { $things }. I can warn of: { $labels }. To stop, type: warnings off.
warn-now-off = I give no warnings. I can warn you before a description of: { $labels }. For example, type: warn me of blood.
warn-unknown = I can't warn of that. I can warn of: { $labels }.

## Where photos go

consent-ask =
    To answer this, the photo has to be sent to a computer outside: { $host }. Without your consent it stays here.
    If you agree, type: agree. If not, type: disagree. I keep your question until then.
consent-of-sender = To answer this, the photo would have to be sent outside: { $host }. Whoever sent it has not agreed, so it was not. They can agree by sending me this word, not in the group: agree.
consent-refused = To answer this, the photo would have to be sent outside: { $host }. You disagreed, so it was not. If you change your mind, type: agree.
privacy-house = Questions are answered on the computer that this bot runs on. Your photos are sent nowhere else for an answer.
privacy-unasked = A computer outside answers questions: { $host }. Your photos go there only if you agree. If you agree, type: agree. If not, type: disagree.
privacy-yes = You have agreed. When you ask about a photo, it goes to: { $host }. To take that back, type: disagree.
privacy-no = You have disagreed. Your photos don't go to: { $host }. You still get descriptions. If you change your mind, type: agree.
privacy-telegram = All messages pass through Telegram.
privacy-translates-here = Translation is done on that computer, too.
privacy-translator = Text goes outside to be translated: { $host }.
privacy-keeps = I keep no photos. I remember descriptions and conversations for { $days } days.
privacy-keeps-nothing = I keep no photos. Descriptions and conversations are deleted within hours.
privacy-memory-here = What I remember lies on the computer that I run on.
privacy-memory = What I remember lies on another computer: { $host }.
privacy-gallery = The index for finding photos lies on a computer outside: { $host }.
privacy-person = Only if you ask me to do I send a photo to: { $names }.
privacy-delete = To delete everything, type: delete everything. To get it all as a file, type: export my data.
photo-goes-to = The photo goes to this computer outside: { $host }.

## All data in files (handlers/privacy/export.py, exported.py)

export-begun =
    { $photos ->
        [0] I am collecting all your data,
        [1] I am collecting one photo and all that was said of it,
       *[other] I am collecting { $photos } photos and all that was said of them,
    } which takes a little. To stop it, type: stop.
export-done =
    { $files ->
        [1] Everything that I remember of you is in this zip file. Open it and begin with the page { $page }.
       *[other] Everything that I remember of you is in these { $files } zip files. Open them all in one folder and begin with the page { $page }.
    }
export-missing =
    { $photos ->
        [1] One photo could not be fetched from Telegram, only what was said of it is there.
       *[other] { $photos } photos could not be fetched from Telegram, only what was said of them is there.
    }
export-nothing = Besides your choices I remember nothing of you. Send a photo.
export-twice = I have just sent you all your data. To get it once more, type again: export my data.
export-refused = Telegram did not take the file. A little later, type again: export my data.
export-cut = I sent { $files } of the files and then no more went through. A little later, type again: export my data.
export-title = Everything that Chokh remembers of you
export-photo = { $kind } { $number }, { $date }, { $time }
export-kind =
    { $kind ->
        [video] Video
        [document] PDF
       *[photo] Photo
    }
export-columns = Number, Time, Kind, Description, Description in English, Questions and answers, File
export-page = A page to read: all photos, descriptions, questions and answers.
export-photos = The same for other programs.
export-table = The same for a spreadsheet.
export-pictures = The photos and videos are in this folder.
export-choices = Your choices: language, voice, rate, warnings and the others.
export-ways = Your lists of questions.
export-companions = Your helper, and whom you help.
export-errands = Questions sent to your helper, and those sent to you.
export-exchanges = Your questions about the photos of others, and the answers.
export-thread = What I last said, and what I wait for.
export-access = Whether you may use this bot.
export-invitations = Invitations that you gave, without their codes.
export-unanswered = Messages of yours that were not answered.
export-rows = More of your data.

## Where is it? (handlers/answers/locate.py)

where-what = What shall I look for? For example, type: where is the cup?
where-part =
    { $part ->
        [upper-left] in the upper left of the picture
        [upper] at the top of the picture
        [upper-right] in the upper right of the picture
        [left] on the left of the picture
        [right] on the right of the picture
        [lower-left] in the lower left of the picture
        [lower] at the bottom of the picture
        [lower-right] in the lower right of the picture
       *[middle] in the middle of the picture
    }
where-clock = { $place }, towards { $hour } o'clock
where-seen = I see { $thing } { $place }.
where-many = I see more than one of these, { $count } in all: { $thing }.
where-size =
    { $size ->
        [most] It fills most of the picture.
        [half] It takes about half of the picture.
        [quarter] It takes about a quarter of the picture.
        [tenth] It takes about a tenth of the picture.
        [small] It looks small.
       *[tiny] It looks very small.
    }
where-near =
    { $side ->
        [left] It is close to the left edge.
        [right] It is close to the right edge.
        [top] It is close to the top edge.
       *[bottom] It is close to the bottom edge.
    }
where-cut =
    { $side ->
        [left] It may be cut off at the left edge.
        [right] It may be cut off at the right edge.
        [top] It may be cut off at the top edge.
       *[bottom] It may be cut off at the bottom edge.
    }
where-beside =
    { $side ->
        [left] To its left is { $other }.
        [right] To its right is { $other }.
        [above] Above it is { $other }.
        [below] Below it is { $other }.
       *[same] In the same place I see { $other }.
    }
where-not-seen = I don't see { $thing } in this picture.
where-shown = Here is the photo with marks, to show to someone.
where-nothing = I found nothing to mark in this photo.

## A person to ask (handlers/companions/pairing.py, handlers/errand*.py)

person-how = They must have written to me once. Then forward me a message of theirs and reply to it with: my helper. If you know their ID, type: my helper 123456.
person-none = You have no helper to ask yet. Forward me a message of whom you want and reply to it with: my helper. If you know their ID, type: my helper 123456.
person-now = { $name } is your helper. I wait { $minutes } minutes for an answer. To ask, reply to a photo with: ask my helper. To change the time, type: my helper 30 minutes. To end it, type: my helper off.
person-asked = I have asked { $name } whether they agree. When they do, you will hear of it. To end it, type: my helper off.
person-refused = { $name } does not want to be asked.
person-agreed = { $name } has agreed. To ask about a photo, reply to it with: ask my helper.
person-which = Several people ask you: { $names }. Press a button below the message of the one that you mean, or reply to it.
person-soon = You have asked { $name } within the last days. Try again in a week.
person-you-help = Someone has you as their helper. To end it, type: my helper off.
person-someone-else = That is you or me. Give the ID of whom you want to add, like this: my helper 123456.
person-unreached = I can't write to { $whom } yet. Ask them to find { $bot } and send it anything. Then try again.
person-invites =
    { $name } would like to ask you about photos. If you agree, photos and questions that they choose are sent to you, and your answers go back.
    If you agree, type: agree. If not, type: no. You can end it at any time.
person-you-agreed = Thank you, you now answer the questions of { $name }. When a photo comes, reply to it in writing or by voice. To end it, type: my helper off.
person-you-refused = All right, nothing will be sent to you. If you change your mind, press the button or reply to that message with: agree.
person-nobody-asks = Nobody is waiting for your consent.
person-over = It has ended, and nothing more is sent. To add someone again, type their ID, like this: my helper 123456.
person-ended-by-asker = { $name } no longer sends you photos.
person-ended-by-companion = { $name } no longer answers for you. To add someone else, type their ID, like this: my helper 123456.
person-minutes-set = From now on I wait { $minutes } minutes for an answer.
person-minutes-limit = I can wait 1 to { $longest } minutes. For example, type: my helper 30 minutes.
person-only-answers = Here you can only answer what you are asked. To end it, type: my helper off.
button-person-yes = agree
button-person-no = no
errand-asks =
    { $name } asks: { $question }
    Reply to this message, in writing or by voice.
errand-what = What is in the photo?
errand-whom = I can ask: { $names }. To ask one of them, type: ask my helper.
errand-sent = I have sent it to { $whom }. If no answer comes in { $minutes } minutes, I will tell you.
errand-blocked = I could not send it to { $whom }, who has blocked me or can't be reached. Ask someone else.
errand-late = { $name } has not answered yet. If an answer comes later, I will bring it.
errand-answer = { $name } said: { $answer }
errand-voice = { $name } said:
errand-thanks = Thank you, I have passed it on.
errand-undelivered = I could not pass it on: I can't write to them any more.

## What is said beside photos (handlers/updates/small_talk.py)

talk-greeting-salam = Walaikum assalam.
talk-greeting-namaskar = Namaskar.
talk-greeting-hello = Hello.
talk-send = Send a photo and I say what is in it.
talk-thanks = Thank you, too.
talk-goodbye = Take care.
talk-smalltalk = Thank you for asking, I am well. Send a photo and I say what is in it.
talk-about = My name is Chokh. I am not a person, I am a computer program. I say what is in photos.
talk-ok = All right.
talk-distress-bd = In an emergency, call 999 now, and call someone near you. I can't alert anyone myself.
talk-distress-wb = In an emergency, call 112 now, and call someone near you. I can't alert anyone myself.
talk-elsewhere = I can only tell about photos. Send a photo and I say what is in it.
talk-loudness = How loud it is depends on your phone's volume. To hear it slower, type: slower.
talk-tui = I can't call you tui. To be called tumi, type: call me tumi.
talk-complaint = I am sorry. If an answer seems wrong, type: wrong. To know what I can do, type: help.
talk-abuse = I am sorry if something went badly. Send a photo and I try to help.
order-unknown = I don't understand this, or can't do it. The nearest thing that I can do, type: { $say }. To know everything, type: help.
order-none = I don't understand this, or can't do it. To know what I can do, type: help.
caption-apart = Write this as a message of its own, not under a photo.

## Groups (handlers/chat/addressing.py)

in-private = That is yours alone. Write it to me, not in the group.
group-how = Write my name and your question, as a reply to a photo. For example, type: Chokh, what is in it?

## What can go wrong (models/errors.py, memory/errors.py)

failed = Something went wrong and I could not answer. Your message is kept. Please try again a little later.
picture-too-heavy = The file is over 20 megabytes and I can't open it. Make it smaller, or send it as a photo, not as a file.
picture-too-large = The picture is too large, about { $megapixels } megapixels. Send it smaller than 50 megapixels.
picture-broken = The file is damaged or incomplete and I could not open it. Please send the picture again.
picture-unknown = I could not open this as a picture. Send a JPEG, a PNG or a photo from your phone.
document-broken = I could not open this PDF, it is damaged. Please send it again.
document-locked = This PDF asks for a password. Send one that opens without it.
sound-broken = I could not open this voice message. Please record it again, or write your question.
sound-silent = I heard no words. Speak a little closer to the phone, or write your question.
sound-too-long = The voice message is too long: { $seconds } seconds. Please keep it under { $limit } seconds.
endpoint-unreachable = The machine that answers questions can't be reached: { $host }. Please ask again a little later.
endpoint-slow = The machine that answers questions gave no answer in time: { $host }. Please ask again a little later.
endpoint-declined = The machine that answers questions did not want to answer this: { $host }. Please try asking in another way.
endpoint-refused = The machine that answers questions refuses our key: { $host }. The owner must correct the key in the settings.
endpoint-unknown = The machine that answers questions does not know the model: { $host }. The owner must correct the model's name in the settings.
endpoint-busy = The machine that answers questions has too much to do: { $host }. Please ask again a little later.
endpoint-failed = The machine that answers questions gave no answer: { $host }. Please ask again a little later.
abilities-away = The machines that look at photos can't be reached just now. Please send it again in a few minutes.
text-empty = I found no question in that. Write what you would like to know about the photo.
nothing-to-say = There is nothing in this text to say aloud. Please give one with letters or figures.
reply-to-file = I can't answer questions about that file. I can read a PDF to you: reply to it with: read. Of photos and videos you can ask anything.
text-too-long = The question is too long: { $letters } letters. Please keep it under { $limit }.
question-not-understood = I did not understand the question. Please put it in other words. To hear what I can do, type: help.
busy = Many photos are waiting now. You get your answer when it is your turn, there is no need to send it again.
model-missing = The model for this is not on this machine: { $model }. Its owner gets it with: chokh download.
model-damaged = The files of the model for this are damaged: { $model }. Its owner should delete them and run: chokh download.
download-failed = The model can't be fetched: { $model }. Look at the internet and the free disk, and at the proxy if there is one. Then run again: chokh download. What has come stays.
download-unknown = Hugging Face has no such model, or not for everyone: { $model }. Check its name in the settings; if its page asks you to agree to terms, do so, run hf auth login, then chokh download.
out-of-memory = This machine has too little memory for that. Send a smaller photo, or tell the owner.
translator-down = I can't translate now. Please send it again a little later.
speaker-down = I can't speak now. Ask the owner to run: chokh doctor.
writing-unknown = Nothing here reads writing in: { $languages }. Its owner should run: chokh doctor.
reading-slow = I could not read that in time. Take a closer photo of the writing alone.
setting-wrong = A setting is wrong: { $setting }. The owner must correct it.
disk-full = There is no room left on this machine. Tell the owner, then send it again.
memory-unreachable = I can't open the file that I remember things in. Tell the owner, then send it again.
gallery-unreachable = I can't search old photos now. Tell the owner, then try again.
memory-newer = What I remember was written by a later version of Chokh. Its owner must start that version again, or bring back a backup of this one.
memory-newer-terminal = The database was written by a later version of Chokh. Install that version again, or restore a backup that this one made: chokh restore FILE --force.
disk-full-terminal = There is no room left on this machine ({ $why }). Make room, then start again.
memory-unreachable-terminal = The database can't be used: { $why }. Look at memory.url, and run: chokh doctor.
gallery-unreachable-terminal = The search index can't be used: { $why }. Look at memory.gallery, and run: chokh doctor.

## Whole folders in the terminal

folder-find-what = What shall I look for? Give words, or a photo with --photo: one of the two.
folder-found = Found for: { $query }
folder-indexing = Looking at the photos
folder-busy = Captions
folder-title = Photos and what they show
folder-empty = There are no photos in this folder: { $folder }
folder-not-opened = Photos that could not be opened: { $count }
folder-out = The output must end in .csv, .jsonl or .html: { $out }
folder-strange = This file holds something else, or is in another language: { $out }. Choose another name.

## Measuring answers in the terminal (bot/cli/evaluate/command.py)

evaluate-busy = Questions
evaluate-none = I found no questions with answers here: { $folder }. docs/evaluate.md tells what such a folder holds.
evaluate-no-shapes = The drawn scenes are only in the project's own source folder. Give a folder of photos and questions instead.
evaluate-out = The output must end in .csv, .md or .json: { $out }
evaluate-lost = Questions that could not be asked, for want of the photo or of a translation: { $count }

## What Telegram's lists show

about = I look at photos, say what is in them and answer questions about them. In Bangla and English, as text and as voice. Send a photo to begin.
about-short = I say what is in a photo, in Bangla and English, as text and as voice.
command-start = Begin
    .typed =
        start
command-help = What I can do
    .photo = photo | photos | question | questions | video | wrong
    .writing = writing | reading | read | text | pdf | qr code
    .colour = colour | colours | light | money | note | notes | taka
    .things = things | thing | where | objects | which
    .finding = finding | find | search | history | deleting | delete
    .descriptions = descriptions | description | detail | details | warnings | length
    .voice = voice | rate | speed | pitch
    .language = language | languages | bangla | english | digits
    .person = person | friend | group | family
    .lists = lists | list | question lists | my ways | ways
    .privacy = privacy | data | my data
    .owner = owner
    .more = more | topics | all | everything
    .typed =
        help
        help (with|about|on)? <value>
        help (me)?
        commands
        what can (you|i) do
        what (do you do|can i type|can i say|can i write|should i do|do i do)
        how (do i use this|does this work|do i use it|to use this|do you work|can i use this|does it work|to use it)
        (show|list)? (all)? (commands|instructions|options|menu|features)
command-language = Change the language
    .example = Bangla
    .bn = bangla | bengali
    .en = english
    .typed =
        language <value>
        (change)? (the|my)? language
        change (the|my)? language to <value>
        <value>
        (speak|use|in|switch to|answer in|reply in|talk in|write in|say it in|tell me in|respond in|speak in|speak to me in) <value>
command-read = Read the writing aloud
    .typed =
        read it
        read (it|this|that|all|everything|the text|the writing|the letter|the page|the label|the sign|the paper|all of it|the whole thing|all the text|what it says)? (out|aloud|out loud|to me|loud)?
        what does (it|this|that|the photo|the text|the label|the sign) say
        what is (written|the text|the writing|printed) (here|on it|there|on this|in the photo|in this photo|on the photo|on that)?
        (read|read me)? page <number>
        (next page|read the next page)
        read (me)? (the)? <any> -> -
command-translate = What is written, translated
    .example = translate it
    .bn = bangla | bengali | in bangla | to bangla | into bangla | in bengali | to bengali
    .en = english | in english | to english | into english
    .typed =
        (translate|translation) (it|this|that|the text|the writing|the label)?
        (translate|translation) (it|this|that|the text|the writing|the label)? <value>
        what is (it|this|that|the writing) <value>
command-audio = What is written as an audio file
    .typed =
        (give me|send me|send|make|i want)? (an|the|one)? audio (file|book)
        (give me|send me|send|make|i want)? (an|the)? (audiobook|mp3)
command-find = Find an earlier photo
    .example = find red circle
    .typed =
        find photos of <any>
        (find|search|show|look for) (more)? (photos|ones)? (like this|like this one)?
        (find|search)
        (find|search) (photos|photo)
        more like this
        similar photos
        (find|show|search|search for|show me|find me|look for|send|send me) (me)? (the|my|all|a)? (photo|photos) (of|with|where|showing|about) <any>
        (find|search|search for|look for|find me) <any> (photo|photos)
command-forget = Delete the last photo, an hour, or everything
    .example = delete this photo
    .last = last | the last | the last one | last one | last photo | the last photo
    .hour = hour | an hour | one hour | last hour | the last hour
    .all = all | everything | all photos | all my photos | all my data | my data | my photos | all data | all of it | my account | all the photos | my history | all of my data | everything about me | all of my photos
    .typed =
        delete this photo
        (delete|forget|remove) (this|the|that|my)? photo
        (delete|forget|remove) <value>
        (delete|remove) (it|that|this)?
        forget (this|that|it) photo
command-where = Where something is in the photo
    .example = where is the cup
command-voice = Voice messages on or off
    .example = voice on
    .on = on
    .off = off
    .questions = only for voice | for voice only | questions
    .typed =
        voice <value>
        voice
        (turn|switch) <value> voice
        (turn|switch) voice <value>
        (start|enable|send|send me|i want|answer with|answer by|use|activate|reply with|reply by) voice -> on
        (stop|disable|no|no more|do not send|do not send me|i do not want|deactivate|mute|stop sending|do not use|without) voice -> off
        voice on (koro|korun|kore dao|করুন) -> on
        voice off (koro|korun|kore dao|করুন) -> off
        only text -> off
        (text only|just text|only write) -> off
        (talk to me|speak to me|read aloud|say it aloud) -> on
command-rate = How fast I speak
    .example = slower
    .slower = slower | slow | slowly
    .faster = faster | fast | quickly
    .typed =
        (speech)? (rate|speed)
        (speech)? (rate|speed) <number>
        (a bit|a little|little|bit)? (more)? <value>
        (speak|talk|say it|read|go) (a bit|a little|little|bit)? (more)? <value>
        (you speak|you talk|you are|you are speaking|you are talking|that is|it is) too fast -> slower
        too fast -> slower
        (you speak|you talk|you are speaking|you are talking) too slow -> faster
        slow down -> slower
        speed up -> faster
        (increase|raise) (the)? (speed|rate|speech rate) -> faster
        (decrease|reduce|lower) (the)? (speed|rate|speech rate) -> slower
        (set)? (the)? (speed|rate) to <number>
command-length = Short or long descriptions
    .example = short
    .short = short | shorter | brief | briefly
    .long = long | longer | detailed | in detail
    .typed =
        length
        (description|length) <value>
        (keep it|make it|be|description|descriptions|descriptions should be|say it) <value>
        (short|shorter|brief|briefly|more brief|more briefly) -> short
        (long|longer) -> long
        (in short|less words|fewer words|too long|shorter descriptions|short descriptions) -> short
        (longer descriptions|long descriptions) -> long
command-classify = Which of some things it is
    .example = classify: cup, plate, spoon
    .typed =
        (classify|which of these)
command-wrong = Look again where an answer seems wrong
    .typed =
        wrong
        (no)? (that is|this is|it is|you are|that|this|it|you|your answer is|the answer is|the description is)? (wrong|incorrect|mistaken|not right|not correct|not true|false|a mistake|inaccurate)
        (that|this|it) is not (it|that|right|correct|true|what it is)
        (wrong answer|you made a mistake|you got it wrong|you got that wrong|not true|not right|i do not think so|i do not believe you|that can not be right|are you kidding|you are lying|no it is not|no that is not right|no that is wrong)
        (look|check|try) (again|once more|carefully|more carefully|closer|better|properly) (carefully|closely|please)?
        are you (really|very|absolutely)? (sure|certain) (about that|about it|of that)?
        (is that|is this|is it) (right|correct|true|really)
        (sure|really sure)
command-warn = Warnings before a description
    .example = warn me of blood
    .off = off | none
    .typed =
        warn me of <any>
        (content)? (warning|warnings)
        (warning|warnings) <value>
        warn me (if|when) (there is|you see|there are) <any>
        warn me (about|before|if|when|for) <any>
        (tell|warn) me (first|beforehand) (if|when|about) <any>
        (do not warn me|stop warning me|no warnings) -> off
command-register = Bangla words of Bangladesh or West Bengal
    .example = West Bengal Bangla
    .bd = bangladesh | bangladeshi | pani | bd
    .wb = west bengal | west bengali | jol | jal | wb
    .typed =
        (say|use) <value>
        (use|speak)? (the)? <value> (bangla|bengali|words)
        (use|speak)? (the)? (bangla|bengali|words) of <value>
command-address = apni or tumi
    .example = call me tumi
    .apni = apni | aapni
    .tumi = tumi
    .typed =
        (call me|say|use) <value>
command-numbers = Bangla or English digits
    .example = English digits
    .bangla = bangla | bengali
    .latin = english | latin
    .typed =
        (use|write)? <value> (digits|numerals|numbers)
        digits
command-privacy = Where photos go
    .yes = agree | i agree | yes i agree
    .no = disagree | i disagree | i do not agree | no i do not agree
    .typed =
        privacy (policy)?
        <value>
        (who|who else|who all) (can see|sees|has|looks at|could see|gets|can view|has access to|is looking at) (my|the) (photo|photos|data)
        where (do|does|are|is) (my|the) (photo|photos|data) (go|stored|kept|saved|sent)
        (are|is|do you) (my)? (photo|photos|data) (stored|kept|saved|safe|private|secure)
        (do|will|can) (you|anyone|anybody|someone|somebody|people|others|other people|the owner|strangers|anyone else) (see|keep|save|store|share|sell|look at|view) (my)? (photo|photos|data) (with anyone|with others|with anybody|to anyone)?
        what (do you do with|happens to|happens with|do you keep of) (my)? (photo|photos|data)
        (is it|is this) (private|safe|secure|confidential)
        how long (do you keep|are) (my)? (photo|photos|data) (kept|stored)?
command-person = Someone whom you can ask
    .yes = agree | i agree | yes i agree | yes
    .no = disagree | i disagree | no
    .off = off | remove | stop | end
    .typed =
        my person
        (add)? (my|a) person
        person
        (add a helper|add a companion|add someone|add a friend|my companion|my helper)
        <value> my person
        (my)? person <value>
        (my)? person <number>
        (my)? person <number> (minutes|minute|min) -> <number> min
command-again = Say it again
    .typed =
        say it again
        (say)? (it|that)? again
        repeat (it|that|the answer|what you said|your answer|yourself|the last answer|once more)?
        (once more|one more time|come again|pardon|pardon me|sorry|what|huh|what did you say|say what|what was that|excuse me|sorry what)
        (say|tell me|read|repeat|play) (it|that|this)? (again|once more|one more time|another time)
        i (did not|could not|can not) (hear|hear you|hear it|hear that|catch that|understand|understand that|get that|get it)
        (i do not understand|did not understand|did not hear|didn't hear|didn't catch that|i didn't hear|i didn't hear you|i didn't understand|i didn't catch that|i didn't get that)
command-stop = Stop
    .typed =
        stop
        stop (it|now|talking|reading|please|that|speaking|everything)?
        (enough|be quiet|quiet|shut up|silence|that is enough|hush|no more|shush|that will do|stop stop|cancel|never mind|nevermind|leave it|forget it)
command-detail = The last photo in detail
    .typed =
        in detail
        (more)? (in detail|detailed|detail|details)
        (describe|describe it|tell me|say|explain|explain it|give me|describe the photo|describe this photo|describe this|tell me about it|i want) (it)? (more)? (in detail|in more detail|in details|detailed|details|in full|fully|more details|more detail)
        tell me (more|more about it|more about this|more about the photo|all about it|everything|everything about it|about it|about this)
        (say|more)? more
        describe (it|this|the photo|this photo|the photo again|it again|the scene|everything|what you see)
        describe
command-ways = Lists of questions
    .typed =
        my ways
        (my)? (ways|question list|question lists)
command-zone = Which time zone your days are of
    .example = time zone india
    .bangladesh = bangladesh | dhaka
    .india = india | kolkata | west bengal
    .typed =
        (my)? (time zone|timezone)
        (my)? (time zone|timezone) (is)? <value>
command-pitch = How high my voice is
    .example = pitch lower
    .lower = lower | deeper
    .higher = higher
    .typed =
        pitch <value>
        (voice)? pitch
        (voice)? pitch <number>
        (a)? <value> (voice|pitch)
        (make)? (the|your)? (voice|pitch) <value>
command-history = Earlier photos in short
    .typed =
        my photos
        (my)? (history|photos|last photos|old photos|earlier photos|previous photos)
        (what|which) photos (did i send|have i sent|did i send you|have you seen)
        (show|tell|list|tell me|show me|read) (my)? (history|last photos|old photos|earlier photos)
command-export = All your data in a file
    .typed =
        export my data
        (export|download) (all|everything)?
        (export|download) (all)? (of)? my data
        (give|send) me (all)? (of)? my data
command-allow = let someone use the bot
    .example = allow 123456
    .typed =
        allow <number>
        allow
command-remove = take someone's permission back
    .example = remove 123456
    .typed =
        remove <number>
command-invite = invite someone
    .typed =
        invite
        invite (someone|somebody|a friend|people)
        (invitation|invitation link|invite link)
command-status = how the bot is
    .typed =
        bot status
        status
        how is the bot
