// One set-up at a time per clone. A lock file names its holder and is touched while the holder lives,
// so that a lock left by a killed process is taken over.
import { readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.js';

const LOCK = join(root, '.setup.lock');
const TAKEOVER = `${LOCK}.takeover`;
const HEARTBEAT_MS = 2000;
const STALE_MS = 30_000; // fifteen missed heartbeats: longer than any pause of a busy machine
const POLL_MS = 200;

function create(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function remove(path) {
  try {
    unlinkSync(path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function abandoned(path) {
  try {
    const untouched = Date.now() - statSync(path).mtimeMs;
    const pid = Number(readFileSync(path, 'utf8'));
    // An empty file is a holder between creating it and writing its number.
    return untouched > STALE_MS || (pid > 0 && !alive(pid));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

// Removing a dead holder's lock is itself exclusive: else two waiters could each remove "the old
// lock", the second one removing the first one's new lock.
function removeAbandoned() {
  if (!abandoned(LOCK)) return;
  if (!create(TAKEOVER)) {
    if (abandoned(TAKEOVER)) remove(TAKEOVER);
    return;
  }
  if (abandoned(LOCK)) remove(LOCK);
  remove(TAKEOVER);
}

/** Waits for the lock; resolves with the function that gives it back. */
export async function acquireLock() {
  let said = false;
  while (!create(LOCK)) {
    removeAbandoned();
    if (!said) process.stdout.write('nabla: waiting for another set-up of this clone\n');
    said = true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const heartbeat = setInterval(() => utimesSync(LOCK, new Date(), new Date()), HEARTBEAT_MS);
  heartbeat.unref();
  return () => {
    clearInterval(heartbeat);
    remove(LOCK);
  };
}
