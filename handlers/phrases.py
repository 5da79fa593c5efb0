"""The commands' names, and the plain words for each in both languages."""

from __future__ import annotations

from typing import Literal, get_args

Name = Literal[
    "start",
    "help",
    "language",
    "voice",
    "rate",
    "pitch",
    "length",
    "privacy",
    "person",
    "again",
    "detail",
    "stop",
    "ways",
    "read",
    "find",
    "where",
    "history",
    "forget",
    "classify",
    "wrong",
    "warn",
    "allow",
    "remove",
]
NAMES: tuple[Name, ...] = get_args(Name)

# What can be chosen, and the words that choose it.
VALUES: dict[Name, dict[str, str]] = {
    "language": {
        "bn": "বাংলা|বাংলায়|bangla|bengali|bn",
        "en": "ইংরেজি|ইংরেজিতে|ইংরেজী|ইংরেজীতে|ইংলিশ|ইংলিশে|english|en",
    },
    "voice": {
        "on": "চালু|অন|চাই|on",
        "off": "বন্ধ|অফ|চাই না|off",
        "questions": "শুধু প্রশ্নে|প্রশ্নে|শুধু ভয়েস প্রশ্নে|only for voice|for voice only|questions",
    },
    "rate": {
        "slower": "আস্তে|ধীরে|আস্তে আস্তে|ধীরে ধীরে|slower|slow|slowly",
        "faster": "দ্রুত|তাড়াতাড়ি|faster|fast|quickly",
    },
    "pitch": {
        "lower": "মোটা|মোটা করুন|ভারী|নিচু|lower|deeper",
        "higher": "চিকন|চিকন করুন|সরু|উঁচু|higher",
    },
    "length": {
        "short": "ছোট|ছোট করে|সংক্ষেপে|সংক্ষিপ্ত|short|shorter|brief|briefly",
        "long": "বড়|বড় করে|বিস্তারিত|বিস্তারিতভাবে|long|longer|detailed|in detail",
    },
    "privacy": {
        "yes": "রাজি|আমি রাজি|রাজি আছি|আমি রাজি আছি|হ্যাঁ রাজি|agree|i agree|yes i agree|yes",
        "no": "রাজি না|রাজি নই|আমি রাজি না|আমি রাজি নই|না রাজি না"
        "|disagree|i disagree|i don't agree|i do not agree|no i don't agree|no",
    },
    "person": {
        "yes": "রাজি|আমি রাজি|রাজি আছি|আমি রাজি আছি|হ্যাঁ|হ্যাঁ রাজি|agree|i agree|yes i agree|yes",
        "no": "না|রাজি না|রাজি নই|আমি রাজি না|আমি রাজি নই|না রাজি না|disagree|i disagree|no",
        "off": "বাদ দিন|বাদ|বন্ধ|off|remove|stop|end",
    },
    "forget": {
        "last": "শেষটা|শেষটি|শেষ ছবি|শেষ ছবিটা|last|the last|the last one|last photo|the last photo",
        "hour": "এক ঘণ্টা|এক ঘন্টা|এক ঘণ্টার|গত এক ঘণ্টা|গত এক ঘণ্টার ছবি|hour|an hour|one hour"
        "|last hour|the last hour",
        "all": "সব|সবকিছু|সব কিছু|all|everything",
    },
    "warn": {"off": "বন্ধ|অফ|চাই না|দরকার নেই|off|none"},
}

# {value}: any of the words above; {number}: digits. The name is what follows "ভাষা" in Bangla.
_MORE = "(?:আরও |আরো |একটু |আরেকটু )?"
_SAY = "(?: বলুন| বলো| বল| বলবেন| দিন| দাও| লিখুন| পড়ুন| চাই)?"
_DO = "(?: করুন| করো| করে দিন| করে দাও)?"
_READ = "(?:পড়ুন|পড়ো|পড়|পড়েন|পড়ে শোনান|পড়ে শোনাও|পড়ে দিন|পড়ে দাও|শোনান)"
_FIND = "(?:খুঁজুন|খোঁজো|খোঁজেন|খুঁজে দিন|খুঁজে দাও|খুঁজে দেখান|বের করুন)"
_WRONG = "(?: বলছেন| বলেছেন| বললেন| বলছো| বলছ| বলেছো| বলেছ| বললে| হয়েছে| হচ্ছে| আছে| মনে হচ্ছে)?"
_LOOK = "(?:দেখুন|দেখো|দেখেন|দেখে বলুন|দেখে বলো)"
PHRASES: tuple[tuple[Name, str], ...] = (
    ("start", f"শুরু{_DO}|start"),
    ("help", r"(?:সাহায্য|হেল্প)(?: চাই| করুন| দরকার| লাগবে)?\??|কী কী করা যায়\??|কী কী লেখা যায়\??"),
    ("help", r"help(?: me)?(?: please)?\??|(?:what can you do|how do i use this)\??|commands"),
    ("language", f"ভাষা|ভাষা (?:বদলান|পরিবর্তন{_DO})|(?:change )?language"),
    ("language", f"ভাষা {{value}}{_DO}|language {{value}}"),
    ("language", f"(?!(?:bn|en)$){{value}}{_SAY}"),
    ("language", "(?:speak|use|in|switch to|answer in|reply in) {value}(?: please)?"),
    ("language", "(?!(?:bn|en) ){value} please"),
    ("voice", "(?:ভয়েস|ভয়েজ|voice)(?: মেসেজ| messages?)?"),
    ("voice", f"(?:ভয়েস|ভয়েজ|voice)(?: মেসেজ| messages?)? {{value}}{_DO}"),
    ("voice", f"{{value}}{_DO} (?:ভয়েস|ভয়েজ)(?: মেসেজ)?"),
    ("voice", "(?:turn|switch) {value} (?:the )?voice(?: messages?)?"),
    ("voice", "(?:turn|switch) (?:the )?voice(?: messages?)? {value}"),
    ("rate", f"(?:বলার )?গতি(?: বদলান| পরিবর্তন{_DO})?|(?:speech )?(?:rate|speed)"),
    ("rate", f"(?:বলার )?গতি {{number}}{_DO}|(?:speech )?(?:rate|speed) {{number}}"),
    ("rate", f"{_MORE}{{value}}{_SAY}"),
    ("rate", "(?:speak|talk|say it) (?:more )?{value}(?: please)?|{value} please"),
    ("detail", f"{_MORE}(?:বিস্তারিত|বিস্তারিতভাবে){_SAY}"),
    ("detail", "(?:more |describe it )?(?:in detail|detailed|details)(?: please)?"),
    ("pitch", "গলা|গলার স্বর|(?:voice )?pitch"),
    ("pitch", f"(?:গলা|গলার স্বর|pitch) (?:আরও |আরো |একটু )?{{value}}{_DO}"),
    ("pitch", "(?:গলা|গলার স্বর|(?:voice )?pitch) {number}|(?:a )?{value} (?:voice|pitch)"),
    ("length", "দৈর্ঘ্য|length"),
    ("length", f"(?:দৈর্ঘ্য|বর্ণনা|length) {{value}}{_DO}"),
    # "ছোট" and "বড়" alone are half of many a question.
    ("length", f"(?!(?:ছোট|বড়)$){_MORE}{{value}}{_SAY}"),
    ("length", "(?:keep it|make it|be|more|descriptions?) {value}(?: please)?|{value} please"),
    ("privacy", "গোপনীয়তা|privacy|(?!(?:yes|no)$){value}"),
    ("person", "আমার মানুষ(?: যোগ করুন)?|(?:add )?my person|person"),
    ("person", "(?:আমার )?মানুষ(?:কে)? {value}|{value} my person|(?:my )?person {value}"),
    ("person", r"(?:আমার )?মানুষ (\d{1,15}(?: মিনিট)?)|(?:my )?person (\d{1,15}(?: minutes?)?)"),
    ("read", f"(?:এই |এর |ছবির |কী )?(?:লেখা|টেক্সট)(?:টা|টি|গুলো)? {_READ}|পড়ুন|পড়ে শোনান"),
    ("read", rf"এ(?:টা|টি)(?:র লেখা)? {_READ}|(?:এখানে )?কী লেখা(?: আছে)?\??"),
    ("read", "(?:পাতা|পৃষ্ঠা) {number}(?: পড়ুন)?|(?:read )?page {number}"),
    ("read", "read(?: (?:it|this|that|all|the (?:text|writing)))?(?: out| aloud)?(?: please)?"),
    ("read", r"what does (?:it|this) say\??|what is written(?: (?:here|on it|there))?\??"),
    ("find", f"(?:ছবি )?{_FIND}|(?:find|search)(?: (?:more|photos|pictures|ones))?(?: like this)?"),
    ("find", f"(?:এরকম|এ রকম|এমন|এই রকম|এর মতো|এটার মতো)(?: আরও| আরো| আর)?(?: ছবি)? {_FIND}"),
    ("find", f"(?:ছবি )?{_FIND} (.+)|(.+?)(?:(?<!দ)ের)? ছবি(?:টা|টি|টাকে|গুলো|গুলি)? {_FIND}"),
    ("find", f"(.+) {_FIND}|(?:find|search)(?: for)?(?: me)? (.+)"),
    ("history", "ইতিহাস|(?:আমার )?(?:আগের|পুরোনো|পুরনো|শেষ) ছবিগুলো(?: বলুন| শোনান)?"),
    ("history", "(?:আমি )?কী কী ছবি পাঠিয়েছি"),
    ("history", "(?:my )?(?:history|photos|last photos|old photos)"),
    ("forget", "(?:এই )?ছবি(?:টা|টি)? মুছে? ?(?:ফেলুন|ফেলো|দিন|দাও)|(?:এই )?ছবি(?:টা|টি)? মুছুন"),
    ("forget", "(?:delete|forget|erase) (?:this|the) (?:photo|picture)"),
    ("forget", "{value} (?:মুছুন|মুছে ফেলুন|মুছে ফেলো|মুছে দিন|মুছে দাও)|(?:delete|forget|erase) {value}"),
    ("again", "(?:আবার|আরেকবার|আরেক বার|আর একবার|পুনরায়) (?:বলুন|বলো|বলেন|বল|শোনান|শোনাও)"),
    ("again", "(?:কী|কি) বললেন\\??|(?:say (?:it|that) )?again(?: please)?|repeat(?: (?:it|that))?"),
    ("stop", "(?:থামুন|থামো|থামেন|থাম|চুপ|চুপ করুন|চুপ করো|বন্ধ করুন|আর না)|(?:please )?stop(?: it)?"),
    ("ways", "(?:আমার )?প্রশ্নের তালিকা(?:গুলো)?|(?:my )?(?:ways|question lists?)"),
    ("wrong", f"(?:এটা |এটি |এইটা |উত্তরটা |উত্তরটি |কথাটা |আপনার |আপনি |মনে হয় |না )?ভুল{_WRONG}"),
    ("wrong", "(?:না )?(?:এটা |এটি |উত্তরটা |কথাটা )?(?:ঠিক|সঠিক) (?:না|নয়|নেই|হয়নি|হলো না)"),
    ("wrong", f"ভুল উত্তর|আবার (?:ভালো করে |ভাল করে )?{_LOOK}|(?:আপনি কি |আপনি )?নিশ্চিত\\??"),
    ("wrong", "(?:no )?(?:(?:that|this|it|you)(?: is| are| s| re)? )?(?:wrong|incorrect|mistaken)"),
    ("wrong", "(?:that|this|it)(?: is| s) not (?:right|correct|true)|not (?:right|correct|true)"),
    ("wrong", r"look again(?: please)?|are you (?:really )?sure\??"),
    ("warn", f"সতর্কতা|(?:content )?warnings?|(?:সতর্কতা|warnings?) {{value}}{_DO}"),
    ("warn", "সতর্ক (?:করুন|করো|করবেন|কোরো) ([^?]+)|warn me (?:of|about|before|if) ([^?]+)"),
    ("warn", "(.+) (?:থাকলে|দেখলে)(?: আগে| আমাকে)* সতর্ক (?:করুন|করো|করবেন|কোরো)"),
    ("allow", "(?:অনুমতি দিন|অনুমতি|allow) {number}"),
    ("remove", "(?:বাদ দিন|বাদ|remove) {number}"),
)
