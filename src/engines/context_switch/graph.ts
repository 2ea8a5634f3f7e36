import type { NamedTopic } from './labels.ts';
import type { ContextSwitchState, Node, OpenTopic } from './state.ts';
import { MAX_EDGES, MAX_NODE_PHRASES, MAX_NODES } from './state.ts';
import { TALK_ENDS_AFTER_MS } from './turn.ts';
import { packedCosine } from './vector.ts';

/** Phrases that two topics must share to be the same when their labels do not say so; fewer when one follows the other. */
const SHARED_PHRASES = 3;
const SHARED_WITH_LAST = 2;
/** Cosine of two topics' mean vectors from which one shared phrase is enough. */
const ALIKE = 0.75;
/** Nodes of the graph that keep a vector: those visited last. */
const MAX_NODE_VECTORS = 12;

type Graph = Pick<ContextSwitchState, 'nodes' | 'nextNode' | 'lastNode' | 'edges'>;

/** The node that a topic is a visit to: a known one, or a new one. */
export function visitNode(graph: Graph, named: NamedTopic, topic: OpenTopic): { node: Node; nodes: Node[] } {
  const known = graph.nodes.findLast((node) => isSame(node, named, topic, node.id === graph.lastNode));
  const goesOn = known !== undefined && known.id === graph.lastNode && topic.start - known.last < TALK_ENDS_AFTER_MS;
  const node: Node = {
    id: known?.id ?? graph.nextNode,
    label: known?.label ?? named.label,
    keys: known ? [...new Set([...known.keys, ...named.keys])].slice(0, MAX_NODE_PHRASES) : named.keys,
    visits: (known?.visits ?? 0) + (goesOn ? 0 : 1),
    last: topic.end,
    vector: topic.vector ?? known?.vector ?? null,
  };
  const others = graph.nodes.filter(({ id }) => id !== node.id);
  return { node, nodes: bounded([...others, node]) };
}

function isSame(node: Node, named: NamedTopic, topic: OpenTopic, wasLast: boolean): boolean {
  if (node.label.toLowerCase() === named.label.toLowerCase()) return true;
  const [label = ''] = named.keys;
  const [nodeLabel = ''] = node.keys;
  const related = label !== '' && nodeLabel !== '' && (contains(label, nodeLabel) || contains(nodeLabel, label));
  const shared = named.keys.filter((key) => node.keys.includes(key)).length;
  if (related && (wasLast || label === nodeLabel || shared > 0)) return true;
  if (shared === 0) return false;
  if (shared >= (wasLast ? SHARED_WITH_LAST : SHARED_PHRASES)) return true;
  if (node.vector === null || topic.vector === null || node.vector.source !== topic.vector.source) return false;
  return (packedCosine(node.vector.packed, topic.vector.packed) ?? 0) >= ALIKE;
}

/** Whether all words of `part` are in `whole`: `osso buco` in `hearty osso buco`. */
function contains(whole: string, part: string): boolean {
  const words = whole.split(' ');
  return part.split(' ').every((word) => words.includes(word));
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
