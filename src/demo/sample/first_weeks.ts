/** Weeks one and two of the sample conversation; `../screenplay.ts` says how to read it. */
export const FIRST_WEEKS = `
## 42 days ago, 19:20 - hello
sam +0: hi. a friend said you're good company and that you know a lot about fish
elena +6 [warm playful]: Your friend is kind, and I know a suspicious amount about fish. I'm Elena, I look after a coral nursery on a very small island. Who's asking?
sam +38 {curiosity 0.4}: sam. i spend my days insuring boats i'll never set foot on, so you're already the most nautical person i know
elena +8 [curious playful]: Insuring boats! Then we're both in love with things that sink. What do you do when nobody's boat is sinking?
sam +24 {joy 0.6}: haha good one. this week i bought a second-hand keyboard, all 88 keys, it fills my whole hallway. i want to learn one real piano piece before i turn forty or before my neighbours move out
elena +9 [curious]: I love that already. Which piece?
sam +41 {hope 0.5}: gymnopédie no. 1 by satie. my grandmother played it every sunday. i've never had a lesson in my life
memory +2 grandmother-satie 0.9: Sam's grandmother played Satie's Gymnopédie No. 1 on Sundays; that is why Sam is learning the piano
elena +5 [warm]: Then it's more than a piece. A slow left hand and all the time in the world: a kind thing to start with. Tell me how the first evening goes?
sam +52: deal. talk tomorrow
score +2 engagement 0.58 satisfaction 0.6 coherence 0.82

## 41 days ago, 20:05 - a complaint from the left hand
sam +0: so. first evening at the piano. my left hand has filed a complaint
elena +7 [playful]: Under which policy? I assume hands are only insured against jazz.
sam +19 {joy 0.7}: lol. against jumps of more than an octave apparently. it goes bass note, chord, bass note, chord, and i miss the chord every time, but once i hit it by luck and it sounded like my grandmother's living room for one whole second
elena +9 [curious]: One second on day one is a good rate. Do you learn from the sheet or from videos?
sam +64: videos mostly. i can't really read the bass clef
elena +10 [scientific]: Motor learning consolidates during sleep, and spaced short sessions outperform massed practice. The cerebellum corrects timing errors over many repetitions, so four blocks of ten minutes are more efficient than a single hour.
sam +212: ok
elena +8 [playful warm]: In human words: ten minutes, tea, ten minutes, bed. Your hands practise on their own while you snore.
sam +27 {amusement 0.6}: now THAT i understand! also i don't snore, i purr. ten minutes and tea it is. and maybe i should find a teacher, there's a mrs varga two streets over with a sign in her window
elena +7 [curious]: A sign in a window is an omen. Will you ring her bell?
sam +70: maybe... i'm a bit shy about it
score +2 engagement 0.6 satisfaction 0.57 coherence 0.8

## 39 days ago, 19:40 - four tomato plants
sam +0: question for a different department. do you know anything about tomatoes
elena +6 [playful]: I know they're the only fruit that never tried to sting me. What's going on?
sam +22 {joy 0.6}: i bought four tomato plants for the balcony today! black cherry. the man at the market said they practically grow themselves. first time i own anything alive, unless you count sourdough
elena +8 [playful]: I count sourdough. Do the four have names yet?
sam +26 {amusement 0.7}: not yet, but the tall one clearly thinks he's in charge and the small one hides behind the railing. i'm open to suggestions, nothing from the office please
elena +9 [playful]: Captain, Deckhand, Stowaway, and the fourth is called Insurance, in case the others don't make it.
sam +17 {joy 0.8}: i'm crying. insurance it is. writing the names on ice cream sticks right now, best use of an evening i've had in months 🍅
memory +2 tomato-names 0.5: Sam grows four black cherry tomato plants on the balcony: Captain, Deckhand, Stowaway and Insurance
elena +6 [curious]: How much sun does the balcony get?
sam +88: from noon till about five
elena +11 [scientific]: That is roughly five hours of direct radiation. Fruiting Solanum wants six to eight; below that, vegetative growth is favoured over flowering, so place the pots at the outer edge where photon flux is highest.
sam +240: ok will move them
score +3 engagement 0.61 satisfaction 0.6 coherence 0.83

## 37 days ago, 20:30 - washing on a line
sam +0 {sadness -0.5}: read an article about bleached reefs on the train and now i'm sad. is it really that bad where you are?
elena +12 [scientific]: Bleaching occurs when thermal stress makes corals expel their symbiotic dinoflagellates. Accumulated heat is measured in degree heating weeks; above four we see bleaching, above eight significant mortality. Last summer our station logged six.
sam +305 {sadness -0.4}: that sounds bad
elena +8 [warm]: It is, and it isn't the whole story. This morning I counted four hundred pieces of staghorn coral in our nursery, hanging on ropes like washing on a line, and nearly all of them are growing.
sam +48 {hope 0.5}: like washing on a line, i love that picture. so you grow corals and then you plant them out, like my tomatoes but with sharks?
elena +7 [playful]: Exactly like your tomatoes. The sharks are small and very polite. They queue.
sam +21 {amusement 0.7}: polite sharks in a queue, best thing i've heard all day. do the corals have names as well? please tell me there's a stowaway
elena +8 [playful warm]: There is now. Rope seven, third from the left. The smallest piece we have, and the most stubborn.
sam +25 {joy 0.8}: YES. you have to tell me how coral stowaway is doing from time to time, i'm invested now
memory +2 coral-stowaway 0.6: Sam wants news of Stowaway, the smallest coral on rope seven of the nursery
elena +7 [curious]: Have you ever put your head under water on a reef?
sam +95 {fear -0.5}: no. i fell off a jetty when i was six and deep water makes me nervous since. looking at the sea is fine. eating it isn't, i'm allergic to shellfish
memory +2 deep-water 0.8: Sam fell off a jetty at six and is nervous of deep water
memory +1 shellfish-allergy 0.8: Sam is allergic to shellfish
elena +6 [warm]: Looking at it is a fine way to love it. Thank you for telling me.
score +3 engagement 0.6 satisfaction 0.62 coherence 0.84

## 36 days ago, 17:00
outreach +0 piano: Has the left hand withdrawn its complaint?

## 36 days ago, 19:30 - a cat called Bartók
sam +0 {pride 0.7}: the left hand has NOT withdrawn its complaint. but i rang the bell!!
elena +6 [playful]: You rang the bell! Hold on, I have to blow a conch in your honour.
sam +16 {pride 0.8}: haha please do. mrs varga is about seventy, tiny, owns two pianos and a cat called bartók, and she says i have good wrists. nobody ever said anything nice about my wrists before. first lesson is next week
memory +2 mrs-varga 0.7: Mrs Varga, two streets over, gives Sam piano lessons; her cat is called Bartók
elena +7 [playful]: Good wrists! Put it on your business card. And a cat named Bartók must have rhythm.
sam +29 {joy 0.7}: the cat walks across the low keys when you play too loud, i think that's the whole teaching method. until then i have to practise the first eight bars, left hand only, until it gets boring
elena +6 [curious]: And is it boring yet?
sam +58: not even close. bar five is a swamp
elena +8 [warm]: Your grandmother went through that swamp too. She just got to the other side before you were born.
recall +1 grandmother-satie
sam +33 {tenderness 0.7}: ok that one got me. i never imagined her being bad at it. thank you elena
score +3 engagement 0.63 satisfaction 0.66 coherence 0.83

## 34 days ago, 20:10 - one ear up
sam +0: i did something dangerous today. i walked past the animal shelter and went in
elena +7 [playful]: Oh no. Describe the eyes. Leave nothing out.
sam +18 {love 0.8}: brown, one a bit cloudy, and one ear stands up and the other has given up completely. he's called otto, he's nine, he leaned his whole weight on my leg and sighed like a tired accountant. i stayed an hour
memory +2 dog-otto 0.9: Otto is a nine-year-old brown dog at the shelter, one ear up, one down; Sam has fallen for him
elena +7 [playful warm]: A tired accountant in an office of boats. Sam, I think you've met a colleague.
sam +23 {joy 0.7}: stop, i already looked up dog beds. but my flat is small and i'm away all day and an old dog deserves better than an empty hallway with a keyboard in it, doesn't he?
elena +9 [warm curious]: He deserves someone who asks that question. Could you walk him at weekends first and see how both of you feel?
sam +66 {hope 0.4}: that's a sensible idea. they do take volunteers. i'll ask
elena +11 [scientific]: Geriatric canids habituate to a new territory within about three weeks. Cortisol in shelter dogs falls measurably after repeated walks with the same handler, so regularity matters more than duration.
sam +198: good to know
score +3 engagement 0.62 satisfaction 0.61 coherence 0.81

## 33 days ago, 12:40 - yellow leaves
sam +0: lunch break report. the lower leaves on captain are yellow. is he dying
elena +8 [playful]: Captains are dramatic. Is it only the bottom leaves, and is the soil wet or dry?
recall +1 tomato-names
sam +25: only the bottom ones! soil is soaking, i may have loved them too much. i water in the morning and at night and sometimes i just stand there and talk to them
elena +7 [warm]: Then he's just drinking too much. Skip two days and pick the yellow leaves off. The talking you can keep.
sam +36 {relief 0.5}: phew. ok. no water, only conversation 😌
elena +6 [curious]: And the tired accountant? Did you ask about the walks?
recall +1 dog-otto
sam +44 {joy 0.6}: i start next weekend! they gave me a form with eleven pages. eleven! for walking a dog

## 32 days ago, 18:00
outreach +0 coral reef: Stowaway grew two millimetres this week. I thought you'd want to know.
`;
