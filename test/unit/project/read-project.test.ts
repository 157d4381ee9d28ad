import { describe, expect, it } from 'vitest';
import { jsonErrorPlace } from '../../../src/engine/project/json-place';
import { readProject, writeProject } from '../../../src/engine/project/read-project';
import { AppError } from '../../../src/shared/contract/errors';
import { emptyProject, PROJECT_VERSION, type Project } from '../../../src/shared/contract/project';

const CAPTURE = {
  id: 'c1',
  name: 'a.pcap',
  offsetMs: 250,
  source: { kind: 'file' as const, path: '../a.pcap', fingerprint: { bytes: 24, sha256: 'ab' } },
};
const FULL: Project = {
  ...emptyProject(),
  captures: [CAPTURE],
  notes: [{ id: 'n1', target: { kind: 'packet', capture: 'c1', frame: 4 }, text: '第四个包', changedMs: 1 }],
  dismissed: [{ target: { kind: 'finding', capture: 'c1', code: 'heartbeat.late', connection: 0, frame: 9 }, reason: 'maintenance', changedMs: 2 }],
  names: { addresses: { '10.0.0.1': 'web' }, ports: { '9000': 'bus' } },
};

function failure(text: string): AppError {
  try {
    readProject(text, 'p.tcpulse');
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
  throw new Error('it was read');
}

describe('a project file', () => {
  it('is read as it was written', () => {
    expect(readProject(writeProject(FULL), 'p')).toEqual({ project: FULL, fileVersion: PROJECT_VERSION, newer: false });
  });

  it('is read with the byte order mark that an editor put in front', () => {
    expect(readProject(`\ufeff${writeProject(FULL)}`, 'p').project).toEqual(FULL);
  });

  it('of version 1 becomes one of this version', () => {
    const old = {
      schema: 'tcpulse.project',
      version: 1,
      path: 'a.pcap',
      bytes: 24,
      sha256: 'ab',
      notes: { 12: 'look here' },
      filter: 'tcp.port == 80',
      savedMs: 5,
      extra: 7,
    };
    const { project, fileVersion, newer } = readProject(JSON.stringify(old), 'p');
    expect({ fileVersion, newer, version: project.version }).toEqual({ fileVersion: 1, newer: false, version: PROJECT_VERSION });
    expect(project.captures).toEqual([{ ...CAPTURE, id: 'capture-1', offsetMs: 0, source: { ...CAPTURE.source, path: 'a.pcap' } }]);
    expect(project.notes).toEqual([{ id: 'note-1', target: { kind: 'packet', capture: 'capture-1', frame: 12 }, text: 'look here', changedMs: 5 }]);
    expect(project.filters.display).toBe('tcp.port == 80');
    expect(project.extra).toBe(7);
  });

  it('of a newer version keeps what this one does not know', () => {
    const future = { ...FULL, version: PROJECT_VERSION + 3, hologram: { depth: 3 }, captures: [{ ...CAPTURE, mood: 'calm' }] };
    const { project, newer } = readProject(JSON.stringify(future), 'p');
    expect(newer).toBe(true);
    expect(JSON.parse(writeProject(project))).toEqual(future);
  });

  it.each([
    ['cut', writeProject(FULL).slice(0, 700), 'project-damaged', /^\d+:\d+$/],
    ['another kind of file', '{"schema":"other"}', 'project-damaged', /^schema$/],
    ['without a version', '{"schema":"tcpulse.project"}', 'project-damaged', /^version$/],
    [
      'with a wrong field',
      JSON.stringify({ ...FULL, captures: [CAPTURE, { ...CAPTURE, offsetMs: 'late' }] }),
      'project-damaged',
      /^captures\[1\]\.offsetMs$/,
    ],
    ['of version 1 without its capture', JSON.stringify({ schema: 'tcpulse.project', version: 1 }), 'project-damaged', /^captures\[0\]/],
    ['newer and not understood', JSON.stringify({ ...FULL, version: 99, notes: 'in the cloud' }), 'project-too-new', /^notes$/],
  ])('%s is refused with the place', (_, text, code, place) => {
    const error = failure(text);
    expect(error.code).toBe(code);
    expect(error.data.place).toMatch(place);
  });
});

describe('the place of a fault in JSON', () => {
  it.each([
    ['{"a": 1,\n "b" 2}', 2, 6],
    ['{"a": 1,\n b: 2}', 2, 2],
    ['{"a": [1, 2}', 1, 12],
    ['{"a": tru}', 1, 7],
    ['{"a": "\n"}', 1, 7],
    ['[1, 2', 1, 6],
    ['', 1, 1],
    ['{"a": 1}}', 1, 9],
    ['{"a": 01}', 1, 8],
    ['[1,]', 1, 4],
  ])('%j is at %i:%i', (text, line, column) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonErrorPlace(text)).toMatchObject({ line, column });
  });

  it('is found at any depth', () => {
    const depth = 200_000;
    expect(jsonErrorPlace(`${'['.repeat(depth)}x`)).toMatchObject({ line: 1, column: depth + 1 });
  });
});
