const TABLE = "drafts";

/**
 * Records kept in the browser, each under its key: they outlive the page, the browser
 * and the network. Photos make them too large for localStorage.
 */
export class DraftStore {
    /**
     * @param {String} name of the database in the browser
     */
    constructor(name) {
        this.name = name;
    }

    /**
     * @returns {Promise<Object[]>}
     */
    all() {
        return this.run("readonly", (table) => table.getAll());
    }

    /**
     * @param {Object} record with a key
     * @returns {Promise} kept once it is fulfilled
     */
    put(record) {
        return this.run("readwrite", (table) => table.put(record));
    }

    remove(key) {
        return this.run("readwrite", (table) => table.delete(key));
    }

    async run(mode, step) {
        const database = await this.open();
        try {
            return await new Promise((resolve, reject) => {
                const transaction = database.transaction(TABLE, mode, {
                    durability: "strict",
                });
                const request = step(transaction.objectStore(TABLE));
                transaction.oncomplete = () => resolve(request.result);
                transaction.onerror = () => reject(transaction.error);
                transaction.onabort = () => reject(transaction.error);
            });
        } finally {
            database.close();
        }
    }

    open() {
        return new Promise((resolve, reject) => {
            const request = window.indexedDB.open(this.name, 1);
            request.onupgradeneeded = () =>
                request.result.createObjectStore(TABLE, {keyPath: "key"});
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
    }
}
