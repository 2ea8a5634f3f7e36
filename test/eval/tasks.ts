import { changepointsTask } from './changepoints.ts';
import { formalityTask } from './formality.ts';
import { recallTask } from './recall.ts';
import type { Task } from './task.ts';
import { timingTask } from './timing.ts';
import { topicsByWords, topicsTask } from './topics.ts';

/** What can be predicted, by name; labelled data of each lie in a folder of that name. */
export const TASKS: Readonly<Record<string, Task>> = {
  topics: topicsTask,
  recall: recallTask,
  timing: timingTask,
  changepoints: changepointsTask,
  formality: formalityTask,
};

/** The same with the default setting COLDPATH_EMBEDDINGS=none. */
export const TASKS_BY_WORDS: typeof TASKS = { ...TASKS, topics: topicsByWords };
