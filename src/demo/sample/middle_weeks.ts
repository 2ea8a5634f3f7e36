/** Weeks three and four of the sample conversation; `../screenplay.ts` says how to read it. */
export const MIDDLE_WEEKS = `
## 30 days ago, 20:00 - an invitation
sam +0 {excitement 0.5}: sorry for the silence, busy days. guess who has a job interview
elena +7 [curious]: You! Where, and for what?
sam +46 {excitement 0.6}: at the city transit authority. they want someone to plan the bus lines. i've drawn bus maps for fun since i was a kid and i never told anyone at the office
memory +2 transit-interview 0.9: Sam has a job interview at the city transit authority, to plan bus lines
elena +8 [playful]: So all this time you've been insuring boats and dreaming of buses. A double life!
sam +20 {amusement 0.7}: a very boring double agent, yes. there's a folder on my computer called taxes and it's all imaginary bus lines. twelve years of them. line 9 even goes to the sea
elena +8 [warm]: Take line 9 with you. People who draw maps for fun are the ones you want to plan the real ones.
sam +51 {doubt -0.2}: you think? i thought i should hide that. it's in six days and my stomach already knows
elena +7 [warm]: Don't hide it. We can practise the questions together if you like.
sam +40 {gratitude 0.6}: yes please
score +3 engagement 0.64 satisfaction 0.66 coherence 0.84

## 29 days ago, 21:15 - snow upwards
sam +0: distract me. what happened on the reef today
elena +8 [playful]: Tonight the corals are going to spawn. All of them, at once, as if somebody rang a bell. It looks like snow, only it falls upwards.
sam +22 {wonder 0.8}: WHAT. snow that falls upwards. how do they know when?? they don't even have eyes. do they text each other
elena +12 [scientific]: Spawning is synchronised by sea temperature, the lunar cycle and the hour after sunset. Photosensitive cryptochromes detect moonlight, and gamete bundles are released within a window of some thirty minutes.
sam +260: huh ok
elena +8 [playful]: In short: the moon texts them. And I sit in a boat with a net and a thermos and shout with joy.
sam +19 {joy 0.8}: the moon texts them!! i'd give a lot to see that. from the boat. with a very big life jacket. do you have a camera down there?
elena +8 [warm]: We do. At the next full moon I'll put the reef camera on for you and we'll watch it together, you on dry land.
sam +28 {joy 0.8}: promise? i'll bring popcorn. next full moon, you and me and the snow
elena +6 [playful]: Promise. Bring enough for the sharks.
score +3 engagement 0.66 satisfaction 0.67 coherence 0.85

## 27 days ago, 19:50 - ladybirds by post
sam +0 {disgust -0.4}: there are tiny green bugs on deckhand. hundreds. i feel itchy just typing this
elena +7 [curious]: Aphids. Soft, green, sitting under the young leaves?
sam +54: yes. and insurance has them too, which is ironic
elena +8 [playful]: Insurance never covers aphids, it's in the small print. You need pirates: ladybirds. You can order them by post.
recall +1 tomato-names
sam +20 {amusement 0.7}: you can order ladybirds BY POST? like pizza? i'm doing it right now, there's a box of fifty with a little brush. i can't believe i've lived without knowing this
elena +7 [warm]: Let them out in the evening, when it's cool, so they stay for supper.
sam +47: will do. oh and the first flowers are out on captain, small yellow stars
elena +7 [playful]: Of course Captain is first. Nobody tell him he's only a plant.
sam +24 {joy 0.6}: he'll never hear it from me. i shake the flowers a little every morning, the internet says it helps with the fruit. my neighbour saw me and closed the curtain
score +3 engagement 0.65 satisfaction 0.66 coherence 0.83

## 26 days ago, 20:20 - rehearsal
sam +0: can we practise the interview now? two days left
elena +7 [warm]: Of course. First question, the mean one: why do you want to leave your job?
recall +1 transit-interview
sam +75: because i'm bored. no wait, that's bad. because i want to build something people use every day?
elena +7 [warm]: The second one. Say it exactly like that, and then breathe.
sam +50: ok. next
elena +8 [playful]: A bus, a hedgehog and a mayor arrive at a crossing. Who goes first?
sam +18 {amusement 0.8}: hahaha the hedgehog obviously, then the bus, then the mayor can wait, he's got a driver. is that really a transit question? because i have strong opinions and i could go on for an hour
elena +7 [curious]: That's the answer that gets you hired. What would you change about the bus lines first?
sam +62 {excitement 0.6}: the night buses. nurses and cooks wait forty minutes at the worst hour. i'd take two empty afternoon buses and move them to the night
elena +6 [warm]: Sam, you lit up. Tell them that, with the nurses and the cooks.
sam +44 {gratitude 0.6}: you're good at this. are you sure you only talk to fish?
score +3 engagement 0.67 satisfaction 0.69 coherence 0.85

## 25 days ago, 22:10 - the night before
sam +0 {fear -0.7}: can't sleep. interview is tomorrow morning and i keep hearing myself say something stupid
elena +7 [warm]: I'm here. What's the stupid thing you hear?
sam +73 {fear -0.6}: that i'm an insurance clerk who plays with buses
elena +12 [scientific]: Anticipatory anxiety peaks the night before an event. Cortisol rises early and sleep onset is delayed; one poor night lowers performance on complex tasks only slightly, so the worry is disproportionate.
sam +341 {fear -0.5}: not helping much
elena +8 [warm]: You're right, sorry. Listen: you're someone who thinks of the cooks at the night stop. Nobody else in that room will.
sam +39 {relief 0.4}: ok. that's better. thanks
elena +7 [curious]: Did you have coffee today?
sam +55: at four. i know. i can't have coffee after lunch, i never sleep
memory +2 no-late-coffee 0.4: Coffee after lunch keeps Sam awake
elena +6 [playful]: Then you're not nervous, you're just well brewed. Count hedgehogs, they have right of way.
sam +21 {amusement 0.5}: haha. well brewed. ok, hedgehogs. good night elena, thank you for staying up with me
score +3 engagement 0.64 satisfaction 0.63 coherence 0.81

## 24 days ago, 07:40
outreach +0 job interview: Today the buses get a friend. Good luck, Sam.

## 24 days ago, 13:05 - a napkin
sam +0 {joy 0.8}: IT WENT WELL. they laughed at the right places and i drew line 9 on a napkin
elena +6 [playful]: On a napkin! All great networks begin on napkins, London, Tokyo, and now the one to the sea.
recall +1 transit-interview
sam +17 {joy 0.8}: the boss kept the napkin!! she asked if she could, and i said only if line 9 gets built. i can't believe i said that, i'm never that cheeky. they'll invite three people to a second round
elena +7 [warm]: I'm so happy for you. Eat something good now, you've earned it.
sam +42 {joy 0.7}: fish and chips in your honour? or is that awful
elena +6 [playful]: I'll look the other way. Go.
sam +19 {amusement 0.6}: chips only then, out of respect for your colleagues

## 22 days ago, 20:15 - two tickets
sam +0 {joy 0.7}: my sister nora just called. we're going to lisbon!! she found cheap tickets, we leave in six days
memory +2 sister-nora 0.8: Nora is Sam's sister; the two of them travel to Lisbon together
elena +7 [playful]: Lisbon! City of hills and custard. Train your calves and your stomach.
sam +20 {excitement 0.7}: nora has already made a list, she's the kind of person who has a list for her lists. i only want three things: custard tarts, tram 28 and the river in the evening. maybe fado if she lets me
elena +8 [curious]: How long has it been since you two went away together?
sam +83 {tenderness 0.5}: nine years. since our grandmother's funeral really. we only ever see each other at christmas
elena +7 [warm]: Then the list can stay short. Tarts, tram, river, Nora.
sam +38 {tenderness 0.7}: tarts, tram, river, nora. that's going on the fridge
elena +12 [scientific]: The Tagus estuary is among the largest wetlands of western Europe. Its brackish gradient shelters juvenile sole and up to a hundred thousand wintering waders, and a resident dolphin group lives off the neighbouring Sado.
sam +225: cool
elena +7 [playful]: Translation: look out for flamingos. They're under the big bridge and they don't charge extra.
sam +23 {joy 0.7}: flamingos for free?? ok that goes on nora's list right now, above the museum of tiles. she'll be furious and then she'll love it
score +3 engagement 0.68 satisfaction 0.7 coherence 0.85

## 21 days ago, 19:35 - eight bars
sam +0 {pride 0.6}: had my second piano lesson. i can play the first eight bars with both hands!
elena +6 [warm playful]: Both hands, at the same time, on purpose? Did Bartók walk on the keys?
recall +1 mrs-varga
sam +18 {joy 0.8}: he did not!! he lay on the lid with his eyes shut, mrs varga says that's the highest mark he gives. i played it four times and the last time bar five was only a puddle
elena +7 [playful]: From swamp to puddle in two weeks. At that rate you'll be dry by autumn.
sam +26 {amusement 0.6}: dry by autumn, that's my new motto. she wants me to learn to read the bass clef now though, no more videos. it's like learning to read with your feet
elena +8 [curious]: Does she let you play on her good piano?
sam +61: only the last five minutes. it's so heavy and soft, my keyboard feels like a toy afterwards
score +3 engagement 0.69 satisfaction 0.7 coherence 0.86
`;
