/**
 * Words of feeling in English chat by strength, on VADER's scale from -4 to 4 (Hutto & Gilbert 2014); the lists are our
 * own. A word not here has the tagger's valence, which is that of a dictionary and often an accident (`downstairs`,
 * `retired`, `cat`): see {@link feelingOf}.
 */
const FEELINGS: readonly [number, string][] = [
  [
    3.2,
    `adore adored amazing awesome best brilliant delighted ecstatic elated excellent fantastic gorgeous incredible love
    loved loves loving magnificent magical marvellous marvelous outstanding overjoyed perfect phenomenal priceless
    spectacular splendid stunning superb terrific thrilled unforgettable wonderful yay woohoo congratulations congrats`,
  ],
  [
    2.5,
    `beautiful beautifully beloved bliss celebrate celebrated celebrating charming delicious delight delightful excited
    exciting fabulous fun glad grateful gratitude great happier happiest happily happiness happy heavenly hilarious
    inspired inspiring joy joyful joyous kindness laughed laughing lovely lucky masterpiece passionate pleasure proud
    proudest sweetest thankful treasure triumph victory won yummy fantastically blessed blessing haha hahaha lol lmao`,
  ],
  [
    1.9,
    `adorable admire admired affection amused amusing appreciate appreciated appreciates better bless bright brave
    caring charm cheer cheerful cheers clever comfort comforting comfy confident cool cozy cosy cute dear ease elegant
    encouraging encouragement enjoy enjoyable enjoyed enjoying enjoys enthusiasm enthusiastic fascinating favorite
    favourite forgiven friendly funny generous gentle gift good graceful gracious healthy helpful honored honoured hope
    hopeful hug hugged hugs impressed impressive kind kindly laugh laughs like liked likes lovingly nice nicely nicest
    peaceful pleasant pleased pretty promising relaxed relaxing relief relieved reward rewarding safe smart smile smiled
    smiles smiling soothing strong succeed succeeded success successful support supportive sweet talented tasty
    thank thanks thrilling treat trust warm warmth welcome win winner winning wins worthwhile xoxo yum`,
  ],
  [
    1.2,
    `accomplished achievement achieve agree benefit bonus calm calming care clean comfortable congratulate creative
    curious easy effective eager fair fine fresh freedom heal healing hopefully interested interesting intrigued
    merry motivated motivation okayish opportunity optimistic phew playful polite positive progress ready refreshing
    respect rich satisfied satisfying solid surprise surprised useful valuable vibrant wealth well wise wish`,
  ],
  [0.5, `wow whoa woah`],
  [
    -0.7,
    `apologise apologize apologies busy difficult forgot hard lose losing lost miss missed missing sorry tired tiring
    tough`,
  ],
  [
    -1.2,
    `alone annoying blank bored boring complain complaint complained confused
    confusing concern concerned concerns delay delayed difficulty doubt doubts exhausted exhausting fault
    hesitant hungry ill lazy nervous odd overwhelmed
    overwhelming problem problems rude shy sore stress stressed stressful strange stuck trouble
    uncertain uncomfortable uneasy unfortunate unfortunately unlucky unsure weird worried worry worries worrying`,
  ],
  [
    -1.9,
    `abandoned afraid aggressive angrily anger angry annoyed anxiety anxious argue argued argument ashamed awkward
    bad badly bitter blame broke broken burden cheated crap cruel cried cry crying damn damage damaged
    danger dangerous despair desperate die dies dying dirty disappoint disappointed disappointing disappointment
    discouraged dislike dreadful embarrassed embarrassing enemy evil fail failed failing fails failure fear feared fears
    fight fired frightened frustrated frustrating frustration gloomy grief grim grumpy guilt guilty harm harsh hated helpless
    homesick hopeless hurt hurting hurts ignored injured injury insecure insult jealous jerk lied liar loneliness lonely
    loser mad mean mess messed mistake mistakes moody nasty neglect negative nightmare pain painful panic pathetic poor
    regret rejected rejection ruin ruined sad sadly sadness scared scary selfish shame shock shocked sick stole stolen
    stupid suck sucked sucks suffer suffered suffering terrified threat tragic ugly unhappy unfair upset upsetting
    useless victim violent weak worse wrong wound yell yelled rob robbed scream screamed cancelled canceled`,
  ],
  [
    -2.9,
    `abuse abused agony appalling atrocious awful cancer catastrophe catastrophic death dead depressed depressing
    depression devastated devastating died disaster disgusted disgusting fuck fucked fucking furious hate hates hating
    heartbreaking heartbroken hell horrible horrific horrifying kill killed miserable misery murder pathetically rage
    shit shitty suicide terrible terribly terrifying torture tragedy trauma traumatic unbearable worst worthless`,
  ],
  // Acknowledgements: they say that something was heard, not what is felt about it.
  [0, `ok okay okey k kk noted sure alright yes yeah yep yup right understood agreed got fair copy`],
];

/** Below this the tagger's valence, on the same scale, is taken for chance; above, it counts this share. */
const LEAST_LEXICAL = 2.2;
const LEXICAL_SHARE = 0.25;

const BY_WORD: ReadonlyMap<string, number> = new Map(
  FEELINGS.flatMap(([strength, list]) => list.split(/\s+/u).map((word): [string, number] => [word, strength])),
);

/**
 * The feeling of a word, -4 to 4.
 * @param lexical the valence that the tagger's lexicon gives it, -1 to 1
 */
export function feelingOf(word: string, lexical: number): number {
  const known = BY_WORD.get(word);
  if (known !== undefined) return known;
  const valence = 4 * lexical;
  return Math.abs(valence) < LEAST_LEXICAL ? 0 : LEXICAL_SHARE * valence;
}
