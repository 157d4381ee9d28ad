import { describe, expect, it } from 'vitest';
import {
  dismissalOf,
  isBookmarked,
  noteOn,
  storedSource,
  withAddressName,
  withBookmark,
  withCapture,
  withDismissal,
  withNote,
  withOffset,
  withoutCapture,
} from '../../../src/renderer/project/project-edits';
import { commonAxis, lanePath } from '../../../src/renderer/project/time-axis';
import { emptyProject, type ProjectTarget, projectSchema } from '../../../src/shared/contract/project';

const CAPTURE = { id: 'c1', name: 'a.pcap', offsetMs: 0, source: { kind: 'sample' as const, id: 'a' } };
const packet = (frame: number): ProjectTarget => ({ kind: 'packet', capture: 'c1', frame });
const FINDING: ProjectTarget = { kind: 'finding', capture: 'c1', code: 'heartbeat.late', connection: 3, frame: 7 };
const base = withCapture(emptyProject(), CAPTURE);

describe('a project that is worked on', () => {
  it('keeps one note a thing, and none without words', () => {
    const noted = withNote(withNote(base, packet(4), 'first', 1), packet(5), 'other', 2);
    const changed = withNote(noted, packet(4), ' second ', 3);
    expect(changed.notes.map(({ text, changedMs }) => [text, changedMs])).toEqual([
      ['second', 3],
      ['other', 2],
    ]);
    expect(noteOn(changed, packet(4))?.id).toBe(noteOn(noted, packet(4))?.id);
    expect(withNote(changed, packet(4), '  ', 4).notes.map(({ text }) => text)).toEqual(['other']);
    expect(projectSchema.safeParse(changed).success).toBe(true);
  });

  it('knows a dismissed finding again by code, connection and frame, and lets it stand again', () => {
    const dismissed = withDismissal(base, FINDING, 'planned', 1);
    expect(dismissalOf(dismissed, { ...FINDING })).toBe('planned');
    expect(dismissalOf(dismissed, { ...FINDING, frame: 8 })).toBeNull();
    expect(dismissalOf(withDismissal(dismissed, FINDING, null, 2), FINDING)).toBeNull();
  });

  it('loses what was noted on a capture together with it', () => {
    const full = withBookmark(withDismissal(withNote(base, packet(4), 'n', 1), FINDING, 'r', 1), 'c1', 9, '');
    expect(isBookmarked(full, 'c1', 9)).toBe(true);
    const { captures, notes, dismissed, bookmarks } = withoutCapture(full, 'c1');
    expect([captures, notes, dismissed, bookmarks]).toEqual([[], [], [], []]);
  });

  it('holds offsets and names', () => {
    expect(withOffset(base, 'c1', -3000).captures[0]?.offsetMs).toBe(-3000);
    const named = withAddressName(base, '10.0.0.1', ' web ');
    expect(named.names.addresses).toEqual({ '10.0.0.1': 'web' });
    expect(withAddressName(named, '10.0.0.1', '').names.addresses).toEqual({});
  });

  it('stores where captures came from, but no bytes of others', () => {
    expect(storedSource({ kind: 'file', path: '/a' })).toMatchObject({ kind: 'file', path: '/a' });
    expect(storedSource({ kind: 'text', name: 't', text: 'x' })).toEqual({ kind: 'text', text: 'x' });
    expect(storedSource({ kind: 'upload', upload: 'u', name: 'n' })).toBeNull();
  });
});

describe('the common time axis', () => {
  const span = { startMs: 1000, durationMs: 100, packets: [4, 0, 1, 0] };

  it('reaches from the earliest packet to the latest, offsets included', () => {
    expect(commonAxis([])).toBeNull();
    expect(
      commonAxis([
        { span, offsetMs: 0 },
        { span, offsetMs: -250 },
      ]),
    ).toEqual({ fromMs: 750, toMs: 1100 });
  });

  it('draws a bar for each part that holds packets, at its place', () => {
    const path = lanePath(span, 100, { fromMs: 1000, toMs: 1200 });
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path).toMatch(/^M500\.0 30v-30\.0h125\.0/);
    expect(path).toContain('M750.0 30v-15.0');
  });
});
