// What a program has shown, told to the test that ran it: a line for each; see ../../python/simulator/shown.py.

export function shown(api, ...ways) {
  for (const way of ways) console.log(`${api}: ${way}`);
}
