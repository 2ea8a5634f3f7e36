/** Nouns that end as adjectives of quality do. */
const NOUNS = new Set(
  `handful spoonful mouthful table cable vegetable variable stable fable cubicle bible detective executive native archive
  olive drive dive hive hundred seed weed feed breed speed greed reed shed sled bed embed family butterfly assembly belly
  jelly bully lily ally monopoly anomaly fly reply supply july italy tally hillbilly dragonfly`
    .trim()
    .split(/\s+/u),
);

/** Adjectives of quality with endings that nouns have as well (`hiking`, `community`, `restaurant`). */
const QUALITIES = new Set(
  `cozy cosy rainy sunny spicy tasty yummy cheesy crispy crunchy creamy juicy fluffy messy tricky lengthy wealthy steady
  sturdy trendy fancy funky catchy dreamy gloomy windy cloudy snowy foggy stormy chilly sleepy hungry angry lazy noisy
  quirky witty gritty hearty shiny sandy salty bumpy tiny grumpy cheery breezy peppy classy sassy nifty
  rewarding challenging inspiring relaxing refreshing exciting amazing stunning breathtaking charming captivating
  fascinating interesting engaging thrilling soothing calming comforting uplifting encouraging surprising promising
  outstanding overwhelming exhausting tiring boring annoying heartwarming mouthwatering entertaining touching loving
  caring lasting ongoing upcoming enriching fulfilling satisfying terrifying frustrating embarrassing enchanting dazzling
  vibrant elegant fragrant brilliant pleasant abundant distant constant instant relevant radiant excellent magnificent
  decent different efficient patient innocent intelligent confident independent consistent frequent urgent permanent
  serene intimate authentic fantastic energetic epic majestic chaotic nostalgic ultimate
  intense immense pure rich bold bright brave loud soft sweet smart wise calm gentle humble simple solid steep dense`
    .trim()
    .split(/\s+/u),
);

const ENDING = /(?:ful|ous|ive|able|ible|less|[^e]ed|ly)$/u;

/**
 * Whether an English word (lower-cased) tells what something is like (`lively`, `memorable`, `rewarding`) rather than of
 * what kind it is (`mental`, `fiscal`, `Italian`): by its ending, and by lists where the ending does not tell.
 */
export function isQuality(word: string): boolean {
  return QUALITIES.has(word) || (word.length > 4 && ENDING.test(word) && !NOUNS.has(word));
}
