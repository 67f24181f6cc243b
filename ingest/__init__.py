"""From a dropped file to a page that is read, understood and ready to be filed."""
