"""Beside points 4 to 6 of the walk: a worker enters a demand for somebody without a phone, who looks with the paper."""

from tests.journeys.walker import Walk

COUNTER, RECEIPT = "/c/guihua/counter", "/c/guihua/receipt"


def enter_for_somebody(walk: Walk) -> None:
    """Entered, printed, printed anew; then opened by whoever holds the paper."""
    worker, holder = walk["administrator"], walk["paper"]
    worker.open("/c/guihua/desk")
    worker.follow(f"a[href='{COUNTER}/new']")
    worker.send(
        "/counter/new",
        name=walk.say("赵秀英", "Granny Zhao"),
        channel="phone",
        title=walk.say("三楼楼道的灯坏了三天", "The lamp on floor three is out"),
        agreed=True,
        consent=walk.say("好的，你帮我录。", "Yes, please enter it."),
    )
    worker.reads("Print the receipt")
    number = worker.page.url.split("/")[-2]
    worker.open(f"/c/guihua/demands/{number}")
    worker.send(f"/counter/{number}/receipt")
    code = worker.page.locator(".receipt__number").last.text_content() or ""
    holder.open(f"{RECEIPT}/{number}-{code.replace(' ', '')}")
    holder.send("/receipt")
    holder.reads("How far it is")
