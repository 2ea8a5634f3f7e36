/** Hours of the performance row that goes with every insight: a week evens out the days and still follows a change. */
export const INSIGHT_WINDOW_HOURS = 168;
