const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/u));

/** Greetings, laughter and fillers, which the tagger often takes for nouns. */
export const DISCOURSE_WORDS = words(`
hey hi hello hiya heya yo sup howdy anytime hooray hurray yikes yum phew greetings bye goodbye cya welcome thanks thank thx ty please pls plz sorry congrats
congratulations cheers haha hahaha hahahaha hehe hehehe lol lmao lmfao rofl omg omfg wtf idk tbh imo imho btw brb ttyl
fyi smh ikr nvm yeah yea yep yup yes nah nope no ok okay okey kk k alright sure cool nice great wow woah whoa ooh oh ah
aw aww awww ugh uh um umm hmm hm mhm meh yay woo woohoo oops ouch gosh god damn dang dude bro bruh mate buddy
pal dear hun babe whats what's wassup whatsup wanna gonna gotta kinda sorta dunno lemme gimme etc ur u r im ive dont
didnt cant wont isnt thats theres hows wheres whos lets let's y'all ya yall ma'am sir xd xo xoxo`);

/** Days and months date what is said; they are not what it is about. */
export const CALENDAR = words(`
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december today tomorrow yesterday tonight am pm`);

/** As they are written for short; `sun` and `mar` in lower case are words of their own. */
export const CALENDAR_SHORT = words(`
Mon Tue Tues Wed Weds Thu Thur Thurs Fri Sat Sun Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec`);

/** Nouns that stand right before the name of who or what is spoken of: `my sister Nora`, `lake Garda`. */
export const INTRODUCES_A_NAME = words(`
sister brother mother mom mum mama father dad papa aunt auntie uncle cousin niece nephew son daughter grandma granny
grandmother grandpa grandfather husband wife girlfriend boyfriend partner fiance fiancee friend bestie buddy roommate
flatmate housemate neighbor neighbour colleague coworker boss teacher professor coach doctor dr mr mrs ms miss sir lady
king queen president senator captain chef nurse director actor actress author writer poet singer rapper band artist
painter musician pianist guitarist drummer comedian player dog cat puppy pup kitten horse bird parrot rabbit hamster
turtle fish pet baby kid child student client customer manager guide host character hero team club song album movie
film book novel series show game brand company app cafe restaurant hotel lake river mount mountain island city town
village street park school university college saint st`);

/** Nouns that name nothing, whatever stands before them, and other words that the tagger takes for nouns. */
export const EMPTY_HEADS = words(`
thing stuff something anything everything nothing someone anyone everyone somebody anybody everybody nobody lot lots
bit way ways time times day days one ones kind sort type part piece couple bunch ton tons number amount rest end start
beginning side point case fact matter reason idea sense deal chance example people person guy guys folk folks man men
woman women boy girl week weekend month year hour minute second moment morning afternoon evening night while future
past present everyday self level half whole top bottom middle front back kinda sorta total plenty use try look feel
feeling fun luck hope wish thought question answer word talk chat reply message problem wonder shame pleasure other
others else life world right wrong good bad best well much many more most less all some any each both great awesome
amazing last next same sooo soo x super like huh check share offer cause bummer chill going seeing hearing getting
having doing making being saying taking trying looking talking thinking happening spending coming keeping sharing
asking telling knowing feeling checking sounding lately recently nowadays someday anyways`);

/**
 * Abstract nouns that only point to what is said around them (`difference`, `chance`; Schmid, English Abstract Nouns
 * as Conceptual Shells, 2000, calls them shell nouns), and nouns of set phrases (`take care`, `in touch`). They make a
 * label only with a noun before them.
 */
export const SHELL_NOUNS = words(`
ability act action addition advice aspect attention awe balance beauty belief blast bond care catch challenge change
choice combination comfort commitment connection course decision dedication difference doubt dream effect effort
encouragement energy enjoyment enthusiasm escape excitement experience expression face fan favorite favourite finger focus form
freedom goal growth hand happiness heart help home huge impact importance improvement impression inspiration insight
interest issue joy journey lesson list love luck memory mind mix mood motivation news note opportunity option path
peace perspective photo pic picture place plan positivity possibility power process progress purpose quality reality
recommendation relief reminder result reward ride risk sake shape shot sign situation smile soul space spirit spot step
strength success suggestion support surprise talent tip topic touch track trick truth understanding variety vibe view
voice worry`);

/** Adjectives that add nothing to a label. */
export const EMPTY_MODIFIERS = words(`
good great nice cool awesome amazing bad best better worst worse more most much many few several some any such other
same own last next first second third past recent whole entire different certain various able sure real true right
wrong possible only just very lot couple little big small huge tiny favorite favourite interesting fun lovely beautiful
wonderful fantastic incredible perfect exciting excited happy glad sad sorry late early full ready fine okay ok pretty
super former current new old usual normal typical special important main major crazy weird funny hard easy long short
whole half enough less least another every each busy proud ready excited lucky`);
