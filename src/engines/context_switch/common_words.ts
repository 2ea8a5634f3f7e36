/**
 * Nouns and adjectives that English chat uses in talk about almost anything (lemmas): sharing one says little of whether
 * two topics are the same, and as a label they say little of what a topic is about.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `ability account act action activity addition adventure afternoon age air amount answer anxiety appreciation area arm
  art aspect atmosphere attention baby background base beauty bed benefit birthday blast board body boost bottom box break
  business busy card care career case celebration center challenge challenging change character charge cheap check child
  choice city class clear close club color comfort community company competition confidence connection content control
  conversation corner country couple course creative creativity crowd culture cultural customer daily decision
  dedicated delicious delightful design detail determination different dinner direction discussion distance door dream
  drive dynamic edge effect effort email end energy engaging environment equipment evening event exchange experience
  express eye face fact family fan fascinating favorite feature field final finger floor focus food foot form free fresh
  friend front fun future game gathering general gift global goal grand ground group growth guest guide habit half hand
  head healthy heart heat help hill history hobby home hour house idea image impact important impressive improvement
  individual info information inspiration inspiring intense interest item job journey joy key kid kind kitchen knee
  knowledge land language large laugh leader leg lesson letter level light line list living local location look loss
  lunch main mark market match material meal meaningful medium meeting member memorable memory mental method mind mix
  moment money mood motivation mouth movement name nature neighbor network new news night notice number occasion office
  old online open opening opportunity option order outlook outside page pain paper parent park part particular partner
  party passion passionate past path peace peaceful people person personal perspective phone photo photograph physical
  picture place plan play player plenty point popular positive possibility potential practice present pressure price
  private problem process product productive program progress project public purpose quality question quick quiet
  range rate reason recent recipe relationship relaxing report rest result rewarding ride right ring risk road role room
  round routine rule safe sale scene schedule school score season secret section sense series service session set shape
  shift shop short show side sight sign silence simple single site situation size skill sky sleep slow small smell smile
  social society sort sound space special specific speech spirit sport spot standout star start state step stop store
  story street strength stress strong stuff style subject success suggestion summer sun support supportive surprise
  system table talent talk task taste tasty team teamwork tech technique test text thing thought thrill thrilling ticket
  tip tired tiring tool top topic total touch tough town tradition training tree trip truth tv type unique update useful
  vacation value variety version vibe video view visit voice volunteer wait walk wall warm watch water wave weather week
  weekend weight wild win window winter wonderful wood word work workout world wrist year yellow young biz vid pic tho convo minded store pet son daughter mom dad brother sister break
  fam find source furry pal specific platform resource organization session picture adventure student`.split(/\s+/u),
);
