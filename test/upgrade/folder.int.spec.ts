import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brusselsDate } from '#kernel';
import { HubProcess } from '../journeys/hub-process.js';
import { mainJob } from '../journeys/main-job.js';
import { peopleAt } from '../journeys/people.js';
import { lastRelease } from './builds.js';
import { describeWithLastRelease } from './last-release.js';

describeWithLastRelease('a hub in a box with the folder of the last release', () => {
  it('starts, runs as an ordinary role, and does the main job', async () => {
    const { folder: build } = await lastRelease();
    const folder = await mkdtemp(join(tmpdir(), 'regie-'));
    const old = spawn(process.execPath, [join(build, 'dist/apps/hub/src/main.js')], {
      cwd: build,
      env: { PATH: process.env.PATH, REGIE_PORT: '0', REGIE_LOG_LEVEL: 'error', REGIE_FOLDER: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    for await (const part of old.stdout) {
      printed += String(part);
      if (printed.includes('Stop with Ctrl-C')) break;
    }
    old.kill('SIGTERM');
    if (old.exitCode === null) await once(old, 'exit');

    const hub = await HubProcess.start({ folder });
    try {
      expect(hub.lines.filter((line) => line.startsWith('NOTE:'))).toEqual([]);
      await mainJob({ today: brusselsDate(new Date()), as: peopleAt(hub.url), say: () => undefined });
    } finally {
      await hub.remove();
    }
  }, 300_000);
});
