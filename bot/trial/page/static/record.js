// Recording a voice message.
let recorder = null;

export const recording = () => recorder !== null;

// Resolves once the microphone is open; rejects where there is none or it is forbidden.
export async function start(finished) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const parts = [];
  recorder = new MediaRecorder(stream);
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    stream.getTracks().forEach((track) => track.stop());
    const { mimeType, discarded } = recorder;
    recorder = null;
    finished(discarded ? null : new Blob(parts, { type: mimeType }));
  };
  recorder.start();
}

export function stop({ discard = false } = {}) {
  recorder.discarded = discard;
  recorder.stop();
}
