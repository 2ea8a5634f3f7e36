const SAMPLES = 7;
/** Some tens of milliseconds, as much of it in compiled code as in V8's own. */
const OBJECTS = 200_000;

/**
 * Milliseconds that the same work takes now, the middle of seven times. A virtual machine can be half as fast as it was
 * a minute ago while its host tells of nothing stolen: its cores are halves of cores.
 */
export function measureWorkMs(): number {
  const times = Array.from({ length: SAMPLES }, timeOfWork);
  return times.toSorted((a, b) => a - b)[Math.floor(SAMPLES / 2)] ?? Number.NaN;
}

function timeOfWork(): number {
  const started = performance.now();
  let length = 0;
  for (let index = 0; index < OBJECTS; index++) length += JSON.stringify([index, index + 1, { x: index }]).length;
  const took = performance.now() - started;
  // So that nothing of it can be left out.
  return length > 0 ? took : Number.NaN;
}
