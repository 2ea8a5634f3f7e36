import { EMPTY_HEADS, EMPTY_MODIFIERS, SHELL_NOUNS } from '../../text/phrase_words.ts';
import { isQuality } from './quality_words.ts';

/**
 * Lemmas of nouns that nearly everybody speaks of, chosen by hand among the commonest of English conversation. That
 * somebody spoke of `work` or `friend` tells nothing of them; `guitar` or `work permit` does.
 */
const EVERYDAY_NOUNS = new Set(
  `
family friend kid child baby parent mom mum mother dad father brother sister son daughter wife husband partner
girlfriend boyfriend relative cousin aunt uncle neighbor neighbour neighborhood neighbourhood member
team group crew boss colleague coworker customer client employee employer owner student teacher doctor fan audience
crowd community public expert beginner leader stranger visitor guest name person individual human
work job career business company office industry field profession role project task duty goal plan program session
meeting appointment interview schedule routine habit practice training skill talent ability school college university
class classroom degree exam test grade homework study education research subject knowledge experience
life health body face eye hair head mind heart feeling emotion mood stress energy confidence passion inspiration
motivation kindness love happiness joy hope fear pain strength courage pride trust respect loss peace freedom
relationship friendship marriage conversation discussion opinion view thought idea advice lesson story memory dream
event activity adventure trip travel journey vacation holiday party celebration tradition gift surprise visit tour
house home apartment flat room bedroom kitchen bathroom yard door window wall floor roof furniture table chair
desk bed car bus train plane ride road street building city town village country state area region location
space spot place store shop market restaurant bar cafe park
food meal breakfast lunch dinner snack dish ingredient flavor flavour taste smell water drink
money price cost budget bill job market economy deal phone call text email internet website site page app screen
computer laptop device technology tool equipment machine video photo picture image camera
weather sun rain wind sky air light summer winter spring autumn fall season nature world earth environment
color colour shape size style look design pattern type sort quality detail feature character atmosphere vibe
setting scene scenery view sound noise voice show series episode news article post
information data system process method technique style level stage range mix variety selection collection series
society culture history government law identity generation age birth death future past
clothes shoe bag box paper line side piece item object material
difference challenge effort progress success failure achievement opportunity issue benefit value purpose result
effect impact importance focus attention choice decision change growth improvement development solution
balance background communication approach outcome resource preference need play break organization assistance
destination determination connection support help care safety comfort fun
fam arm leg hand foot finger knee back shoulder neck ear nose mouth tooth skin stomach opening
ambiance ambience aura charm relaxation meditation hydration acceptance presence absence existence
game match court score point round genre fan supporter zone list search tail hobby interest country
feedback thrill request response reaction sentence paragraph section chapter
`
    .trim()
    .split(/\s+/u),
);

const MODIFIERS = new Set(
  `specific unique own different similar new nice common general particular personal various positive negative strong
close daily local public private simple quick fresh warm cold hot healthy busy quiet creative amazing delicious
upcoming extra cozy cosy tough high low rough smooth dedicated challenging hidden vast
meaningful memorable enjoyable inner overall constant deep`
    .trim()
    .split(/\s+/u),
);

/** `kindness`, `creativity`: what people praise each other for. */
const ABSTRACT = /(?:ness|[^n]ity)$/u;
const CONCRETE = new Set(
  'business witness fitness wilderness illness university city charity celebrity electricity fruity'.split(' '),
);

/** Whether a noun (a lower-cased lemma) says little by itself about whoever speaks of it. */
export function isEverydayNoun(lemma: string): boolean {
  return (
    EVERYDAY_NOUNS.has(lemma) ||
    SHELL_NOUNS.has(lemma) ||
    EMPTY_HEADS.has(lemma) ||
    (ABSTRACT.test(lemma) && !CONCRETE.has(lemma))
  );
}

/** Whether a word before a noun makes it no more particular: `new job`. */
export function isEverydayModifier(lemma: string): boolean {
  return MODIFIERS.has(lemma) || EMPTY_MODIFIERS.has(lemma) || isQuality(lemma);
}
