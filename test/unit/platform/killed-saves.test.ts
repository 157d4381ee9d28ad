import { beforeAll, expect, it } from 'vitest';
import { bundleScript } from '../../contract/bundle-script';
import { SeededRandom } from '../../fuzz/mutate';
import { killSaves } from '../../soak/killed-saves';

const KILLS = 8;
let script: string;
beforeAll(async () => {
  script = await bundleScript(new URL('../../soak/saving-process.ts', import.meta.url));
});

it('a project opens after its saving was killed, as before or as after', async () => {
  const random = new SeededRandom(1);
  const { kills, before, after } = await killSaves(script, KILLS, () => random.below(1000) / 1000);
  expect(kills).toBe(KILLS);
  expect(before + after).toBe(KILLS);
});
