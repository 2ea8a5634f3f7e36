import * as v from 'valibot';
import { changePoints } from '../../src/stats/change_points.ts';

const RowSchema = v.object({ id: v.string(), values: v.array(v.nullable(v.number())) });

/** Predicts with the function that finds character_performance's anomalies. */
export const changepointsTask = {
  predict(row: unknown): { id: string; changepoints: number[] } {
    const { id, values } = v.parse(RowSchema, row);
    return { id, changepoints: changePoints(values) };
  },
};
