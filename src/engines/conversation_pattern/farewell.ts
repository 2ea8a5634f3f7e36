/** Where a farewell stands, if there is one: at the end. */
const TAIL_CHARACTERS = 80;

const FAREWELLS = new RegExp(
  [
    // Words of alphabets with spaces, by language: English, German, Spanish, French.
    String.raw`(?<![\p{L}\p{N}])(?:${[
      'bye|goodbye|good ?night|night night|gn|ttyl|cya|farewell|take care(?! of)|until next time',
      '(?:see|catch|cu) (?:you|ya|u)(?: all)?(?: soon| later| around| tomorrow| then| there| next \\p{L}+)?(?=[^\\p{L}]*$)',
      '(?:talk|speak|chat|write|text)(?: (?:to|with) (?:you|ya|u))?(?: again)? (?:soon|later|tomorrow)',
      '(?:have|enjoy) (?:a|your) (?:\\p{L}+ ){0,2}(?:day|night|evening|weekend|one|rest)(?=[^\\p{L}]*$)',
      '(?:gotta|got to|have to|need to|should) (?:go|run|sleep)(?: now)?(?=[^\\p{L}]*$)',
      'tschüss|tschau|gute nacht|schlaf gut|bis (?:bald|später|morgen|dann|nachher)',
      'adiós|hasta (?:luego|mañana|pronto)|nos vemos|buenas noches',
      'au revoir|bonne nuit|à (?:bientôt|demain|plus)',
    ].join('|')})(?![\p{L}\p{N}])`,
    'またね|おやすみ|さようなら|じゃあね|バイバイ|再见|晚安',
  ].join('|'),
  'iu',
);

/**
 * Whether a message takes leave. A turn of the bot that does, or that answers one that does, often stays unanswered
 * whatever its style. English, German, Spanish, French, Japanese, Chinese; in other languages farewells go unseen.
 */
export function isFarewell(content: string): boolean {
  return FAREWELLS.test(content.slice(-TAIL_CHARACTERS).trim());
}
