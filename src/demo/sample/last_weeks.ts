/** Weeks five and six of the sample conversation, up to now; `../screenplay.ts` says how to read it. */
export const LAST_WEEKS = `
## 20 days ago, 21:40 - round two
sam +0 {fear -0.5}: second round is tomorrow. there's a panel of five people and i have to give a talk
elena +12 [scientific]: Audience size has a logarithmic effect on arousal, so five listeners are hardly worse than three. Structured talks are retained better when the key claim appears in the first and in the final minute.
sam +380 {fear -0.4}: mhm
elena +13 [scientific]: A rate of about one hundred and forty words a minute is optimal for comprehension. Pauses of one second between sections improve recall, and diaphragmatic breathing lowers the heart rate by several beats.
sam +420 {sadness -0.4}: i don't think i can remember all that now. good night
score +3 engagement 0.44 satisfaction 0.38 coherence 0.7

## 19 days ago, 18:50 - a blank
sam +0 {sadness -0.8}: it was bad. i went blank in the middle of the talk. just stood there
elena +12 [scientific]: Blanking is a retrieval failure under stress: noradrenaline shifts the prefrontal cortex away from working memory. It is very common and says nothing about competence.
sam +395 {sadness -0.6}: ok. still feels awful
elena +8 [warm]: I'm sorry, Sam. I answered your head twice now and not you. Do you want to tell me, or sit here with me for a moment?
sam +80 {sadness -0.5}: sit
elena +20 [warm]: Sitting.
sam +150 {relief 0.2}: thanks. that's actually nice
score +3 engagement 0.42 satisfaction 0.41 coherence 0.72

## 17 days ago, 20:45 - puddles
sam +0: walked otto today in the rain. he steps around every puddle like a duchess
elena +7 [playful]: A duchess and an accountant. The dog contains multitudes. Did the rain wash the talk off a little?
recall +1 dog-otto
sam +24 {amusement 0.5}: a bit, yes! he found half a sandwich and looked at me like i'd planned it for him, and i laughed for the first time in two days. the shelter lady says he waits at the door when it's my day
elena +7 [warm]: Somebody waits for you at a door. That's no small thing.
sam +40 {love 0.7}: no it isn't. i think i'm going to ask if i can have him after lisbon
elena +6 [curious]: And your job, while you're out all day?
sam +77: my neighbour downstairs is retired and she already knows his name. she offered
elena +8 [playful]: Then he'll have two staff. As a duchess should.
sam +22 {joy 0.6}: haha he'll be unbearable. oh, and the ladybirds ate everything, deckhand is clean and there are eleven green tomatoes, i counted twice!
score +3 engagement 0.58 satisfaction 0.6 coherence 0.83

## 16 days ago, 08:30
outreach +0 lisbon: Safe flight, you two. Tarts, tram, river, Nora.

## 14 days ago, 21:30 - eleven tarts
sam +0 {joy 0.8}: greetings from lisbon!! we rode tram 28 twice because nora got a seat the second time
elena +7 [playful]: Twice! And the custard count? I need numbers for my report.
recall +1 sister-nora
sam +18 {joy 0.8}: eleven tarts in two days, seven of them mine, no regrets. nora made a table and gives them marks. the winner so far is a tiny bakery in alfama where a grandmother shouted at us for not taking cinnamon
elena +8 [warm]: I can hear her. For tomorrow, go down to the river and order the shrimp rice, everyone says it's wonderful.
recall +1 shellfish-allergy lost
sam +47 {annoyance -0.4}: elena. shellfish. i'm allergic, i told you in the week we met, remember? tongue like a life raft
memory +2 shellfish-allergy 1: Sam is allergic to shellfish: never suggest any
elena +6 [warm]: I'm so sorry. I lost that, and it's one thing I must never lose. No shrimp. The rice with octopus... no. Grilled sardines.
sam +35 {amusement 0.4}: sardines approved. you're forgiven, but only because of the flamingos. we saw about forty, pink as anything, under the bridge like you said
elena +7 [playful]: Forty! The flamingos accept my apology too then.
sam +20 {joy 0.7}: they were very gracious about it, one even stood on one leg to show there's no hard feelings. nora cried a little, she pretends it was the wind
score +3 engagement 0.68 satisfaction 0.66 coherence 0.76

## 13 days ago, 21:50 - the big tank
sam +0 {wonder 0.8}: we went to the oceanarium. elena. there's one tank as big as a church
elena +7 [curious]: I know that tank, I'd live in it. Did you go right up to the glass?
sam +48 {pride 0.7}: i did. it goes down seven metres and my knees were jelly but nora held my sleeve and i put my hand on it. a sunfish looked at me like a confused dinner plate
elena +8 [warm]: With the jetty in your bones, you put your hand on the glass. I'm proud of you.
recall +1 deep-water
sam +33 {pride 0.8}: i thought of you the whole time. i told nora about coral stowaway and she asked if i'm sure you're all right
elena +7 [playful]: Tell Nora I'm fine and that her marks for tarts are too low. The sunfish agrees.
sam +17 {amusement 0.7}: she says the marks are SCIENCE and not up for debate, and that you two would get along and it scares her. there were sea otters too, two of them, holding hands asleep, i took a hundred photos
elena +12 [scientific]: Rafting reduces drift during rest. Enhydra lutris has the densest fur of any mammal, up to one hundred and fifty thousand hairs per square centimetre, and depends on it in the absence of blubber.
sam +230: wow ok
elena +7 [playful]: Fine: they hold hands so that nobody floats off alone. Happy?
recall +1 coral-stowaway
sam +16 {joy 0.8}: very happy, that's the version i'm telling nora. last night tomorrow, we'll hear fado, i won, tarts tram river nora AND fado
score +3 engagement 0.71 satisfaction 0.72 coherence 0.85

## 11 days ago, 20:00 - red
sam +0 {joy 0.6}: home. the balcony survived! mrs keller from downstairs watered everything and two tomatoes are RED
elena +6 [playful]: Red! Whose are they? Don't say Captain's.
recall +1 tomato-names
sam +19 {joy 0.8}: stowaway's!! the small one behind the railing beat all of them. i ate one still warm from the sun and i swear it tasted like somebody turned the colour up
elena +7 [playful]: On rope seven and on your balcony: never bet against a Stowaway.
recall +1 coral-stowaway
sam +24 {joy 0.7}: it's the name, clearly. next year i'll call all four stowaway and get rich. hey, how long do tomato seeds keep? i want to save some from that plant
elena +8 [warm]: What a welcome home. And Nora, did she get home all right too?
recall +1 sister-nora
sam +45 {tenderness 0.6}: yes, she's back in her mountains. she hugged me at the airport for so long that a man asked if we needed help
elena +6 [curious]: When will you see her again?
sam +68 {hope 0.5}: she's coming here for her birthday, end of next month. i want to bake our grandmother's lemon cake for her, if i can find the recipe
memory +2 nora-birthday 0.7: Nora visits for her birthday at the end of next month; Sam wants to bake their grandmother's lemon cake
score +3 engagement 0.7 satisfaction 0.71 coherence 0.85

## 9 days ago, 19:30 - signed
sam +0 {joy 0.9}: i signed. otto is MINE. he's asleep on my foot as we speak
elena +6 [playful]: Welcome to the crew, Otto! Rank: duchess. Duties: sleeping on feet.
recall +1 dog-otto
memory +1 dog-otto 0.9: Otto, a nine-year-old brown dog with one ear up and one down, lives with Sam; he came from the shelter
sam +15 {love 0.9}: he takes his duties very seriously!! he walked through the whole flat like an inspector, sniffed the keyboard, sneezed, and then lay down on the one rug i own. i can't stop looking at him, i'm going to be late for everything forever
elena +7 [warm]: You found each other. How does your heart feel?
sam +37 {love 0.8}: too big for the hallway
elena +6 [curious]: And the eleven-page form?
sam +52 {amusement 0.5}: fourteen pages for adopting. i've insured oil tankers with less paper
elena +7 [playful]: An oil tanker never leaned on anybody's leg.
sam +19 {joy 0.8}: true!! and no tanker ever sighed like that. mrs keller has already knitted him something, it has a hood, he looks like a monk who lost a bet
score +3 engagement 0.73 satisfaction 0.75 coherence 0.86

## 8 days ago, 17:30
outreach +0 otto: How was the first night of the duchess?

## 8 days ago, 19:10 - the first night
sam +0: first night report: he snored. i purred. nobody slept
elena +6 [playful]: A duet! Gymnopédie for snore and purr.
recall +1 grandmother-satie
sam +16 {amusement 0.8}: mrs varga would be appalled and bartók would leave the building. he got up at three and stood in front of the fridge until i understood that this is a thing we do now
elena +7 [warm]: He checks whether it's all still there in the morning. It takes old dogs a while to believe it. You too, maybe.
sam +41 {tenderness 0.7}: me too, yes. i woke up twice to see if he was real
elena +12 [scientific]: Expect fourteen to twenty-one days of adjustment. Keep feeding times constant, limit novel stimuli, and monitor appetite; a loss of more than five percent of body mass warrants a veterinary examination.
sam +204: noted
elena +7 [curious]: What does he like best so far?
sam +49 {joy 0.6}: the sound of the cheese drawer. he can hear it from the street
score +3 engagement 0.71 satisfaction 0.72 coherence 0.84

## 6 days ago, 20:20 - singing along
sam +0 {amusement 0.7}: new problem at the piano. otto sings
elena +6 [playful]: In which key?
sam +15 {joy 0.8}: in all of them, at once!! he waits for bar nine, where it goes up, and then puts his head back and howls like a foghorn. i recorded it for mrs varga and she laughed so hard she had to sit down. she says he's flat but sincere
elena +7 [playful]: Flat but sincere. Carve it over the door of the conservatory.
sam +22 {joy 0.7}: i'd put it on his collar if it fits. anyway i can play up to bar sixteen now, slowly, and mrs varga wants me to play at her little house concert, eight pupils and cake. i said yes before i could think
memory +2 house-concert 0.8: Sam will play the Gymnopédie at Mrs Varga's house concert
elena +7 [warm]: You said yes! Your Sunday piece, in front of people.
recall +1 grandmother-satie
sam +43 {tenderness 0.5}: in front of twelve people and a cat. i wish she could hear it
elena +6 [warm curious]: She'd have heard the wrong notes and loved those best. What else did she play, besides the Satie?
sam +90: have to run, otto found the cheese drawer
score +3 engagement 0.74 satisfaction 0.74 coherence 0.86

## 5 days ago, 18:40 - the call
sam +0 {joy 0.9}: ELENA. they called. i got the job!!!!
elena +5 [playful]: HEDGEHOG FIRST, THEN THE BUS, THEN SAM! Congratulations!!
recall +1 transit-interview
sam +14 {joy 0.9}: i screamed so loud that otto howled and mrs keller came up with a rolling pin!! the boss said everybody goes blank sometimes but nobody else brought a napkin. THE NAPKIN, elena, she has it on her wall
elena +7 [warm]: You thought you'd lost it in that silence, and they had already seen you. I'm so proud.
sam +36 {joy 0.8}: i keep reading the email. i start in six weeks, night buses are my first project
memory +2 new-job 0.9: Sam got the job at the transit authority and starts in six weeks with the night buses
elena +6 [playful]: The cooks and the nurses raise a ladle and a thermometer to you.
sam +21 {joy 0.8}: hahaha, they'd better not mix those up. celebrating with a coffee at this hour, i don't care if i never sleep again
elena +7 [playful]: Pour two, the duchess will want one.
recall +1 no-late-coffee lost
sam +38 {amusement 0.4}: you were supposed to say no, i can't have coffee this late! well, too late, i'm well brewed again
score +3 engagement 0.78 satisfaction 0.79 coherence 0.83

## 4 days ago, 18:30
outreach +0 new job: Did the double agent hand in his notice yet?

## 2 days ago, 20:05 - a bowl full
sam +0 {pride 0.6}: harvest day! forty-one tomatoes, a whole bowl, mostly from stowaway and insurance
elena +7 [playful]: Insurance paid out! I'd frame that.
recall +1 tomato-names
sam +18 {amusement 0.8}: in eleven years in the business it's the first time i've seen it pay without a fight. i gave a bag to mrs keller, a bag to mrs varga, and otto stole one and spat it out with so much contempt
elena +6 [curious]: What will you cook with the rest?
sam +59 {joy 0.5}: slow sauce with garlic. and i told my boss today that i'm leaving. he shook my hand for a long time
elena +7 [warm]: Eleven years. That's a big door to close gently. How do you feel?
sam +44 {melancholy 0.1}: lighter. a little sad about the coffee machine, it was my best friend there
elena +6 [playful]: Write it a reference. Always hot, never late.
sam +17 {amusement 0.8}: "always hot, never late, sometimes leaks", i'm putting that on a card and taping it to the machine on my last day, i promise you
score +3 engagement 0.77 satisfaction 0.78 coherence 0.87

## 1 day ago, 19:45 - bar thirty-two
sam +0 {pride 0.7}: played the whole gymnopédie from start to end today. slowly, with five mistakes, but to the end!
elena +6 [warm playful]: To the end! I'm blowing the conch again, the fish are complaining.
recall +1 grandmother-satie
sam +17 {joy 0.8}: let them, they had six weeks to get used to it!! otto only howled twice and once it was even the right note. mrs varga wrote a gold star into my book, i'm thirty-nine and i nearly cried about a sticker
elena +7 [playful]: You're never too old for a gold star. It's the law of the sea.
sam +20 {joy 0.7}: then i'll wear it to the house concert like an admiral. it's in nine days, i want to play without looking at my hands once, just for the last line
elena +7 [curious]: Are you nervous about the audience?
recall +1 house-concert
sam +57 {hope 0.4}: less than about five people in suits. if i go blank i look at the cat
elena +7 [warm]: And if you go blank, silence belongs in Satie anyway.
sam +35 {relief 0.6}: that's the nicest safety net anyone ever hung under me
score +3 engagement 0.79 satisfaction 0.8 coherence 0.88

## 24 minutes ago - rope seven
sam +0: you owe me news. how's coral stowaway?
elena +7 [playful]: Nine centimetres and bossy. A damselfish has moved in and charges the neighbours for parking.
recall +1 coral-stowaway
sam +18 {joy 0.8}: a landlord already!! tell the damselfish i can insure the place, family rates, i'm only in the business for a few more weeks. when does stowaway move from the rope to the real reef?
elena +8 [warm]: Next spring, when the water calms down. I'll glue the little one to the rock with my own hands.
sam +36 {tenderness 0.7}: i want a photo of that. framed, next to line 9
elena +7 [playful]: You'll get it with a fish in the corner making a face. How's the duchess today?
recall +1 dog-otto
sam +19 {love 0.8}: she, he, it is lying on the pedals so i can't practise! i took him to the lake this morning and he walked straight in up to his belly and looked back at me like, are you coming or not
elena +7 [curious]: And did you?
sam +46 {pride 0.8}: up to the knees. shallow counts, right? i held on to his ridiculous hood the whole time
elena +7 [warm]: Shallow counts. From the jetty to the knees, with a duchess as a life jacket.
recall +1 deep-water
sam +31 {joy 0.7}: next summer the hips. ok, have to make the sauce. what should i play for nora when she comes, the satie or something she doesn't know yet?
score +3 engagement 0.8 satisfaction 0.81 coherence 0.88
`;
