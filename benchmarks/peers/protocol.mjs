// What every Node peer runs: the loop that draws the records each request names, or, with PORT set, an HTTP server.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

/** `open(task)` returns `draw(record, format) -> Buffer | Promise<Buffer>`; format is "jpeg" or "png". */
export async function serve(open) {
  if (process.env.PORT) return listen(open, JSON.parse(readFileSync(process.env.TASK, "utf8")));
  let draw, task;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    if (request.task) {
      task = JSON.parse(readFileSync(request.task, "utf8"));
      draw = await open(task);
      console.log(JSON.stringify({ ready: true }));
      continue;
    }
    const ms = [], bytes = [];
    for (let i = 0; i < request.count; i++) {
      const record = task.records[(request.from + i) % task.records.length];
      const started = process.hrtime.bigint();
      const data = await draw(record, request.format);
      ms.push(Number(process.hrtime.bigint() - started) / 1e6);
      bytes.push(data.length);
      if (request.keep && i === 0) writeFileSync(request.keep, data);
    }
    console.log(JSON.stringify({ ms, bytes }));
  }
}

/** Every request gets the next record as a JPEG; nothing is signed, looked up, named or stored. */
async function listen(open, task) {
  const draw = await open(task);
  let next = 0;
  createServer(async (request, response) => {
    const data = await draw(task.records[next++ % task.records.length], "jpeg");
    response.writeHead(200, { "Content-Type": "image/jpeg", "Content-Length": data.length, ETag: `"${next}"` });
    response.end(data);
  }).listen(Number(process.env.PORT), "127.0.0.1");
}
