package dev.fazt.host;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task again and again on a thread of its own, until closed. Runs never overlap. */
public final class RecurringTask {
    private static final Logger LOG = LoggerFactory.getLogger(RecurringTask.class);

    /** Is what is done each time. */
    public interface Task {
        void run() throws Exception;
    }

    private final Duration interval;
    private final Task task;
    private final Thread thread;
    private volatile boolean closed;

    private RecurringTask(Thread.Builder thread, Duration interval, Task task) {
        this.interval = interval;
        this.task = task;
        this.thread = thread.unstarted(this::loop);
    }

    /** Starts to run a task on a thread of that kind, with a class loader as its context. */
    public static RecurringTask start(Thread.Builder thread, @Nullable ClassLoader loader, Duration interval, Task task) {
        RecurringTask recurring = new RecurringTask(thread, interval, task);
        recurring.thread.setContextClassLoader(loader);
        recurring.thread.start();
        return recurring;
    }

    private void loop() {
        while (!closed) {
            try {
                Thread.sleep(interval);
                task.run();
            } catch (InterruptedException e) {
                // Closing, or a stray interrupt of the task: the loop's condition tells.
            } catch (Throwable e) {
                if (!closed) {
                    LOG.error("{} failed, and runs again in {}", thread.getName(), interval, e);
                }
            }
        }
    }

    /** Ends it; a run that is under way is interrupted and waited for. */
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join();
    }
}
