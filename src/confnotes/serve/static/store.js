// What this browser keeps: unsent lines and photos, and the last program. In the browser's database, else in memory.

const STORES = ["outbox", "kept"];
const memory = Object.fromEntries(STORES.map((name) => [name, new Map()]));
let database = null;

export const isKept = () => database !== null;

export const open = () =>
  new Promise((done) => {
    let request;
    try {
      request = indexedDB.open("confnotes", 1);
    } catch {
      done(false);
      return;
    }
    request.onupgradeneeded = () => {
      for (const name of STORES) request.result.createObjectStore(name);
    };
    request.onsuccess = () => {
      database = request.result;
      done(true);
    };
    request.onerror = request.onblocked = () => done(false);
  });

const run = (name, mode, act) =>
  new Promise((done, fail) => {
    const change = database.transaction(name, mode, { durability: "strict" });
    const request = act(change.objectStore(name));
    change.oncomplete = () => done(request.result);
    change.onerror = change.onabort = () => fail(change.error);
  });

export const put = (name, key, value) =>
  database ? run(name, "readwrite", (store) => store.put(value, key)) : void memory[name].set(key, value);

export const get = (name, key) => (database ? run(name, "readonly", (store) => store.get(key)) : memory[name].get(key));

export const remove = (name, key) =>
  database ? run(name, "readwrite", (store) => store.delete(key)) : void memory[name].delete(key);

export const all = (name) => (database ? run(name, "readonly", (store) => store.getAll()) : [...memory[name].values()]);

export const clear = (name) =>
  database ? run(name, "readwrite", (store) => store.clear()) : void memory[name].clear();
