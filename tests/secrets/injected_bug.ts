/**
 * Loaded before the program, in its process: two bugs that quote what they work on, as bugs do. Asking an upstream
 * fails with the headers of the request in the error; so does reading the Authorization of a request with `X-Bug`.
 */

const told = (headers: HeadersInit | undefined) => JSON.stringify([...new Headers(headers)]);

globalThis.fetch = (_, init) => {
  const error = new RangeError(`Cannot send ${told(init?.headers)}`, {
    cause: new Error(told(init?.headers)),
  });
  return Promise.reject(Object.assign(error, { request: init }));
};

const { get } = Headers.prototype;
Headers.prototype.get = function (name: string) {
  const value = get.call(this, name);
  if (name.toLowerCase() === "authorization" && get.call(this, "X-Bug")) {
    throw new RangeError(`Cannot read ${value}`, { cause: value });
  }
  return value;
};
