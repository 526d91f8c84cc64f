// The loop every Node peer runs: read the task once, then draw the records each request names and time them.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** `open(task)` returns `draw(record, format) -> Buffer | Promise<Buffer>`; format is "jpeg" or "png". */
export async function serve(open) {
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
