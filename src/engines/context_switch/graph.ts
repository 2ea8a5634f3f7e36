import type { NamedTopic, Rarity } from './labels.ts';
import type { ContextSwitchState, Node, OpenTopic } from './state.ts';
import { MAX_EDGES, MAX_NODE_WORDS, MAX_NODES } from './state.ts';
import { isOneSubjectWith } from './one_subject.ts';
import { wordsOf } from './said.ts';
import { TALK_ENDS_AFTER_MS } from './turn.ts';
import { packedCosine } from './vector.ts';

/**
 * What two topics must have in common to be the same: much, or much of the little that was said. Less when one follows
 * the other, or when their mean vectors agree to ALIKE or more.
 */
const SAME = [
  { words: 1, evidence: 3.5, cosine: 0.12 },
  { words: 2, evidence: 3, cosine: 0.08 },
  { words: 1, evidence: 1.6, cosine: 0.3 },
];
const SAME_AS_LAST = { words: 1, evidence: 1.2, cosine: 0.25 };
const SAME_IF_ALIKE = { words: 1, evidence: 1.5, cosine: 0.08 };
const ALIKE = 0.75;
/** How much better another label must fit a node than its own. */
const LABEL_INERTIA = 1.3;
/** Weight from which a word is as central to a topic as can be. */
const MOST_CENTRAL = 1.5;
/**
 * On another visit: what a node keeps of its words' weights, what a word counts that it had, and one that is new to it.
 * A node must not drift from what it was named after.
 */
const KEPT_WEIGHT = 0.7;
const AGAIN_WEIGHT = 0.5;
const NEW_WEIGHT = 0.4;
/** Nodes of the graph that keep a vector: those visited last. */
const MAX_NODE_VECTORS = 6;

type Graph = Pick<ContextSwitchState, 'nodes' | 'nextNode' | 'lastNode' | 'edges'>;

/** The node that a topic is a visit to: the known one that is most like it, or a new one. */
export function visitNode(graph: Graph, named: NamedTopic, topic: OpenTopic): { node: Node; nodes: Node[] } {
  const isOneSubject = isOneSubjectWith(named.key);
  const namesakes = graph.nodes.filter((node) => hasLabel(node, named.label) || isOneSubject(node.key));
  const known = nodeOf(graph, named, topic, namesakes);
  const goesOn = known !== undefined && known.id === graph.lastNode && topic.start - known.last < TALK_ENDS_AFTER_MS;
  const words = known ? blend(known.words, named.words) : named.words;
  const others = graph.nodes.filter(({ id }) => id !== known?.id);
  const label =
    known && !namesakes.some(({ id }) => id !== known.id) ? betterLabel(known, named, words) : (known ?? named);
  const node: Node = {
    id: known?.id ?? graph.nextNode,
    label: label.label,
    key: label.key,
    words,
    visits: (known?.visits ?? 0) + (goesOn ? 0 : 1),
    last: topic.end,
    vector: topic.vector ?? known?.vector ?? null,
  };
  return { node, nodes: bounded([...others, node]) };
}

/**
 * The label whose words weigh most in all that was said on its visits; the first unless another is clearly better, or is the
 * same with a capital: `otto` was somebody's haste.
 */
function betterLabel(known: Node, named: NamedTopic, words: Node['words']): Pick<Node, 'label' | 'key'> {
  const weights = new Map(words);
  const fits = (key: string) => {
    const parts = wordsOf(key);
    const sum = parts.reduce((total, word) => total + (weights.get(word) ?? 0) * Math.sqrt(named.rarity(word)), 0);
    return sum / Math.max(1, parts.length);
  };
  if (known.key === named.key && known.label === known.label.toLowerCase()) return named;
  return fits(named.key) > LABEL_INERTIA * fits(known.key) ? named : known;
}

/** @param namesakes nodes with the label of the topic, or with another name of its subject */
function nodeOf(graph: Graph, named: NamedTopic, topic: OpenTopic, namesakes: readonly Node[]): Node | undefined {
  // Edges name topics by their labels, so two nodes never have the same, nor two names of one subject.
  const same = namesakes.find((node) => hasLabel(node, named.label)) ?? namesakes.at(-1);
  if (same !== undefined) return same;
  let best: Node | undefined;
  let most = 0;
  const weights = new Map(named.words);
  for (const node of graph.nodes) {
    // Most topics share no word.
    if (!node.words.some(([word]) => weights.has(word))) continue;
    const shared = inCommon(node.words, named.words, named.rarity);
    if (shared.evidence === 0 || shared.evidence < most) continue;
    const enough =
      SAME.some((least) => reaches(shared, least)) ||
      (node.id === graph.lastNode && reaches(shared, SAME_AS_LAST)) ||
      (reaches(shared, SAME_IF_ALIKE) && isAlike(node, topic));
    if (!enough) continue;
    best = node;
    most = shared.evidence;
  }
  return best;
}

function hasLabel(node: Node, label: string): boolean {
  return node.label.toLowerCase() === label.toLowerCase();
}

interface InCommon {
  words: number;
  evidence: number;
  cosine: number;
}

function reaches(shared: InCommon, least: InCommon): boolean {
  return shared.words >= least.words && shared.evidence >= least.evidence && shared.cosine >= least.cosine;
}

function isAlike(node: Node, topic: OpenTopic): boolean {
  if (node.vector === null || topic.vector === null || node.vector.source !== topic.vector.source) return false;
  return (packedCosine(node.vector.packed, topic.vector.packed) ?? 0) >= ALIKE;
}

/**
 * What two lists of weighted words have in common: the rarity of the words in both, each as far as it is central to
 * both; and the cosine of the lists with rarity counted in, 0 to 1.
 */
function inCommon(a: Node['words'], b: Node['words'], rarity: Rarity): InCommon {
  let words = 0;
  let evidence = 0;
  let dot = 0;
  for (const [word, weight] of b) {
    const other = weightOf(word, a);
    if (other === 0) continue;
    words += 1;
    evidence += rarity(word) * Math.min(MOST_CENTRAL, weight) * Math.min(MOST_CENTRAL, other);
    dot += weight * other * rarity(word) ** 2;
  }
  return { words, evidence, cosine: dot === 0 ? 0 : dot / Math.sqrt(square(a, rarity) * square(b, rarity)) };
}

/** By looking through them: they are few, and a map of each would cost more than it saves. */
function weightOf(word: string, words: Node['words']): number {
  for (const entry of words) if (entry[0] === word) return entry[1];
  return 0;
}

function square(words: Node['words'], rarity: Rarity): number {
  return words.reduce((sum, [word, weight]) => sum + (weight * rarity(word)) ** 2, 0);
}

/** Words of a node after another visit. */
function blend(before: Node['words'], now: Node['words']): Node['words'] {
  const weights = new Map(before.map(([word, weight]) => [word, KEPT_WEIGHT * weight]));
  for (const [word, weight] of now) {
    const old = weights.get(word);
    weights.set(word, old === undefined ? NEW_WEIGHT * weight : old + AGAIN_WEIGHT * weight);
  }
  return [...weights]
    .map(([word, weight]): [string, number] => [word, Math.round(weight * 1e2) / 1e2])
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_NODE_WORDS);
}

/** The graph with one more step: from the topic before to the one visited. */
export function connect(graph: Graph, visit: { node: Node; nodes: Node[] }): Graph {
  const { node, nodes } = visit;
  const from = graph.lastNode;
  const there = new Set(nodes.map(({ id }) => id));
  const edges = graph.edges.filter((edge) => there.has(edge.from) && there.has(edge.to));
  if (from !== null && from !== node.id && there.has(from)) {
    const at = edges.findIndex((edge) => edge.from === from && edge.to === node.id);
    const count = edges[at]?.count ?? 0;
    const edge = { from, to: node.id, count: count + 1, last: node.last };
    if (at === -1) edges.push(edge);
    else edges[at] = edge;
  }
  edges.sort((a, b) => b.count - a.count || b.last - a.last);
  return {
    nodes,
    edges: edges.slice(0, MAX_EDGES),
    lastNode: node.id,
    nextNode: Math.max(graph.nextNode, node.id + 1),
  };
}

/** At most {@link MAX_NODES}, in the order of their last visit; the newest is never the one that is dropped. */
function bounded(nodes: readonly Node[]): Node[] {
  const kept = [...nodes];
  if (kept.length > MAX_NODES) {
    const fewest = Math.min(...kept.slice(0, -1).map(({ visits }) => visits));
    kept.splice(
      kept.findIndex(({ visits }) => visits === fewest),
      1,
    );
  }
  const bare = kept.length - MAX_NODE_VECTORS;
  return kept.map((node, i) => (i < bare && node.vector !== null ? { ...node, vector: null } : node));
}
